// Fills in the code that an invitation's link carries behind its #, which browsers send to nobody, and
// takes it out of the address, so that it stays in no bookmark.
(() => {
  const code = document.getElementById('code');
  const brought = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Za-z]+(-[0-9A-Za-z]+)*$/.test(brought)) return;
  history.replaceState(null, '', location.pathname + location.search);
  if (code.value) return;
  code.value = brought;
  document.getElementById('name').focus();
})();
