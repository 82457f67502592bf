// Says that a file is too large before it is sent, and shows where one may be dropped.
(() => {
  const file = document.getElementById('file');
  const drop = file.closest('.drop');
  file.addEventListener('change', () => {
    const tooLarge = file.files.length > 0 && file.files[0].size > Number(file.dataset.mostBytes);
    file.setCustomValidity(tooLarge ? file.dataset.tooLarge : '');
    if (tooLarge) file.reportValidity();
  });
  const over = (event) => {
    event.preventDefault();
    drop.classList.add('drop--over');
  };
  drop.addEventListener('dragover', over);
  drop.addEventListener('dragleave', () => drop.classList.remove('drop--over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('drop--over');
    if (event.dataTransfer.files.length > 0) {
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event('change'));
    }
  });
})();
