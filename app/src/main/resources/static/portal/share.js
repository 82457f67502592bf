// A text shared by another app comes behind the #, where it is neither sent nor logged.
const box = document.getElementById('message');
if (box && location.hash.startsWith('#text=')) {
  box.value = decodeURIComponent(location.hash.slice('#text='.length));
  history.replaceState(null, '', location.pathname);
}
