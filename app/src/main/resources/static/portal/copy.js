// Copies what stands beside a button, where the browser lets it; otherwise the text is selected by hand.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copies]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = document.getElementById(button.dataset.copies).textContent.trim();
      await navigator.clipboard.writeText(text.replace(/[^+0-9]/g, ''));
      button.textContent = button.dataset.copied;
    });
  }
}
