// One box ticks all of a page; a tick means that the ticked lines are meant.
(() => {
  for (const all of document.querySelectorAll('[data-ticks]')) {
    const boxes = [...document.querySelectorAll(`input[type="checkbox"][name="${all.dataset.ticks}"]`)];
    const show = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
      if (ticked > 0) document.getElementById('many').querySelector('details').open = true;
    };
    all.closest('label').hidden = false;
    all.addEventListener('change', () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      show();
    });
    // Who ticks lines means these, whatever was proposed.
    for (const box of [all, ...boxes]) {
      box.addEventListener('change', () => {
        if (boxes.some((each) => each.checked)) document.getElementById('whose').value = 'ticked';
      });
    }
    boxes.forEach((box) => box.addEventListener('change', show));
    show();
  }
})();
