// Shows a chosen look at once, and keeps the browser's own bar in the page's colour.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const meta = document.head.appendChild(Object.assign(document.createElement('meta'), { name: 'theme-color' }));
  const paint = () => { meta.content = getComputedStyle(root).getPropertyValue('--paper').trim(); };
  document.addEventListener('change', (event) => {
    if (event.target.matches('select[name="theme"], input[name="theme"]')) {
      root.dataset.theme = event.target.value;
      paint();
    }
  });
  dark.addEventListener('change', paint);
  paint();
})();
