// Says how old a kept page is, and disables what would change something while there is no network.
import { asOf, member, root } from './page.js';

const main = document.querySelector('main');
const texts = document.getElementById('app-texts')?.dataset ?? {};

const STEPS = [['day', 86400], ['hour', 3600], ['minute', 60]];

function age() {
  const seconds = Math.max(0, (Date.now() - Date.parse(asOf)) / 1000);
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: 'auto' });
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return words.format(-Math.floor(unit === 'second' ? 0 : seconds / size), unit);
}

const note = document.createElement('div');
note.className = 'notice notice--warning';
note.id = 'offline-note';
note.setAttribute('role', 'status');
const text = note.appendChild(document.createElement('p'));

function disable(control) {
  if (!control.disabled) {
    control.disabled = true;
    control.dataset.wasEnabled = '';
  }
}

function disableChanges() {
  main.querySelectorAll('form :is(button, input, select, textarea)').forEach(disable);
  document.querySelectorAll('footer form button').forEach(disable);
  main.querySelectorAll('a.button[href]').forEach((link) => {
    if (/\/(new|edit|renew|remove)$/.test(link.pathname)) {
      link.dataset.href = link.getAttribute('href');
      link.removeAttribute('href');
      link.setAttribute('role', 'link');
      link.setAttribute('aria-disabled', 'true');
    }
  });
}

function showOnline() {
  document.querySelectorAll('[data-was-enabled]').forEach((control) => {
    control.disabled = false;
    delete control.dataset.wasEnabled;
  });
  main.querySelectorAll('a[data-href]').forEach((link) => {
    link.setAttribute('href', link.dataset.href);
    delete link.dataset.href;
    link.removeAttribute('role');
    link.removeAttribute('aria-disabled');
  });
  note.remove();
}

function showOffline() {
  if (!texts.asOf) return;
  text.textContent = asOf ? texts.asOf.replace('{0}', age()) : texts.noConnection;
  if (!note.isConnected) main.prepend(note);
  disableChanges();
}

if (main) {
  if (asOf) {
    const again = note.appendChild(document.createElement('p')).appendChild(document.createElement('a'));
    again.href = location.pathname;
    again.textContent = texts.again;
    setInterval(showOffline, 60_000);
  }
  if (asOf || !navigator.onLine) showOffline();
  addEventListener('offline', showOffline);
  if (asOf || root.dataset.offline) {
    // A browser that says it is online may not be, and the server may be down; so ask the server.
    const reloadWhenBack = () => fetch('/manifest.webmanifest', { method: 'HEAD', cache: 'no-store' })
      .then(() => location.reload(), () => { /* not yet */ });
    addEventListener('online', reloadWhenBack);
    setInterval(() => { if (!document.hidden) reloadWhenBack(); }, 5_000);
  } else {
    addEventListener('online', showOnline);
  }
}

// --- the service worker

if (member && 'serviceWorker' in navigator && !asOf) {
  const seen = navigator.serviceWorker.controller ? null : location.pathname;
  navigator.serviceWorker.register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => registration.active.postMessage({ member, page: seen }))
    .catch(() => { /* Not allowed here, as in a private window: the portal works without. */ });
}
