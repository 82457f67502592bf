// What the portal does besides as an app: says how old a page is that was kept, and lets nothing be
// changed without a network. Every page works without this.
(() => {
  const root = document.documentElement;
  const asOf = root.dataset.asOf;
  const member = root.dataset.member;
  const main = document.querySelector('main');
  const texts = document.getElementById('app-texts')?.dataset ?? {};

  const storage = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* as in a private window */ } },
  };

  // --- where the reader lives, until they have said so

  const zones = document.querySelector('select[data-browsers]');
  const browsers = zones && Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (browsers) {
    if (![...zones.options].some((option) => option.value === browsers)) {
      zones.prepend(new Option(browsers.split('/').pop().replaceAll('_', ' '), browsers));
    }
    zones.value = browsers;
  }

  // --- without a network

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
  const said = note.appendChild(document.createElement('p'));

  function still() {
    main.querySelectorAll('form :is(button, input, select, textarea)').forEach((control) => {
      if (!control.disabled) {
        control.disabled = true;
        control.dataset.still = '';
      }
    });
    document.querySelectorAll('footer form button').forEach((button) => { button.disabled = true; button.dataset.still = ''; });
    main.querySelectorAll('a.button[href]').forEach((link) => {
      if (/\/(new|edit|renew|remove)$/.test(link.pathname)) {
        link.dataset.href = link.getAttribute('href');
        link.removeAttribute('href');
        link.setAttribute('role', 'link');
        link.setAttribute('aria-disabled', 'true');
      }
    });
  }

  function stirring() {
    document.querySelectorAll('[data-still]').forEach((control) => {
      control.disabled = false;
      delete control.dataset.still;
    });
    main.querySelectorAll('a[data-href]').forEach((link) => {
      link.setAttribute('href', link.dataset.href);
      delete link.dataset.href;
      link.removeAttribute('role');
      link.removeAttribute('aria-disabled');
    });
    note.remove();
  }

  function withoutNetwork() {
    if (!texts.asOf) return;
    said.textContent = asOf ? texts.asOf.replace('{0}', age()) : texts.noConnection;
    if (!note.isConnected) main.prepend(note);
    still();
  }

  if (main) {
    if (asOf) {
      const again = note.appendChild(document.createElement('p')).appendChild(document.createElement('a'));
      again.href = location.pathname;
      again.textContent = texts.again;
      setInterval(withoutNetwork, 60_000);
    }
    if (asOf || !navigator.onLine) withoutNetwork();
    addEventListener('offline', withoutNetwork);
    if (asOf || root.dataset.offline) {
      // A browser that says it is online may not be, nor the server be there; so it is asked.
      const lookAgain = () => fetch('/manifest.webmanifest', { method: 'HEAD', cache: 'no-store' })
        .then(() => location.reload(), () => { /* not yet */ });
      addEventListener('online', lookAgain);
      setInterval(() => { if (!document.hidden) lookAgain(); }, 5_000);
    } else {
      addEventListener('online', stirring);
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

  // --- notices

  const start = document.getElementById('push-start');
  const able = member && !asOf && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function post(path, fields) {
    const token = document.querySelector('input[name="_csrf"]').value;
    return fetch(path, { method: 'POST', body: new URLSearchParams([...fields, ['_csrf', token]]) });
  }

  async function subscribe() {
    if (await Notification.requestPermission() !== 'granted') {
      document.getElementById('push-denied').hidden = false;
      return;
    }
    const { pushManager } = await navigator.serviceWorker.ready;
    // One that was made for other keys can't be used.
    await (await pushManager.getSubscription())?.unsubscribe();
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(start.dataset.key) });
    start.elements.endpoint.value = made.endpoint;
    start.elements.p256dh.value = text(made.getKey('p256dh'));
    start.elements.auth.value = text(made.getKey('auth'));
    storage.set('everline-push', JSON.stringify({ member, wants: [] }));
    start.submit();
  }

  /** Once a visit: a subscription of who was signed in here before is ended, one's own goes on. */
  async function stillTold() {
    if (Notification.permission !== 'granted' || sessionStorage.getItem('everline-push')) return;
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    if (!subscription) return;
    const answer = await post('/settings/app/devices/seen', [['endpoint', subscription.endpoint]]);
    // Only now: whoever has gone to another page before the answer is asked for there.
    sessionStorage.setItem('everline-push', 'seen');
    if (answer.status !== 404) return;
    const wished = JSON.parse(storage.get('everline-push') ?? '{}');
    if (wished.member === member) {
      await post('/settings/app/devices', [
        ['endpoint', subscription.endpoint],
        ['p256dh', text(subscription.getKey('p256dh'))],
        ['auth', text(subscription.getKey('auth'))],
        ...wished.wants.map((choice) => ['wants', choice]),
      ]);
    } else {
      await subscription.unsubscribe();
    }
  }

  // Where nobody is signed in a visit is over: whoever comes next in this window is asked for anew.
  if (!member) {
    try { sessionStorage.removeItem('everline-push'); } catch { /* Without storage nothing stands there. */ }
  }

  if (able) {
    if (start) {
      const here = document.querySelector('form[data-here]');
      document.getElementById('push-unable').hidden = true;
      start.hidden = Boolean(here);
      start.addEventListener('submit', (event) => {
        event.preventDefault();
        subscribe().catch(() => {
          document.getElementById('push-unable').hidden = false;
        });
      });
      if (here) {
        const wants = [...here.querySelectorAll('[name="wants"]:checked')].map((choice) => choice.value);
        storage.set('everline-push', JSON.stringify({ member, wants }));
        here.nextElementSibling.addEventListener('submit', () => storage.set('everline-push', '{}'));
      }
    }
    stillTold().catch(() => { /* Without a network it is asked at the next visit. */ });
  }

  // --- how many lines need somebody, on the app's icon

  const atRisk = document.getElementById('at-risk')?.dataset.count;
  if ('setAppBadge' in navigator && !asOf) {
    if (atRisk !== undefined) {
      navigator.setAppBadge(Number(atRisk)).catch(() => { /* not installed, or not allowed */ });
    } else if (!member && !root.dataset.offline) {
      navigator.clearAppBadge().catch(() => { /* likewise */ });
    }
  }

  // --- putting it on the home screen, offered once it has proved of use

  const offer = document.getElementById('install');
  const button = document.getElementById('install-do');
  const here = document.getElementById('install-here') ?? document.createElement('button');
  const installed = matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
  let prompting = null;

  function isTheMoment() {
    const proved = storage.get('everline-renewed') || Number(storage.get('everline-visits')) >= 3;
    return proved && storage.get('everline-install') !== 'never' && !installed;
  }

  function consider() {
    const byHand = navigator.standalone === false;
    here.hidden = !prompting;
    if (!isTheMoment() || !(prompting || byHand)) return;
    button.hidden = !prompting;
    document.getElementById('install-ios').hidden = Boolean(prompting);
    offer.hidden = false;
  }

  function never() {
    storage.set('everline-install', 'never');
    offer.hidden = true;
  }

  async function install() {
    const asked = prompting;
    prompting = null;
    await asked.prompt();
    if ((await asked.userChoice).outcome === 'dismissed') never();
    offer.hidden = true;
    here.hidden = true;
  }

  if (offer && !asOf) {
    if (document.querySelector('#result .notice--success')) storage.set('everline-renewed', 'yes');
    try {
      if (!sessionStorage.getItem('everline-visit')) {
        sessionStorage.setItem('everline-visit', 'counted');
        storage.set('everline-visits', String(Number(storage.get('everline-visits')) + 1));
      }
    } catch { /* Without storage nothing is counted, and nothing offered. */ }
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      prompting = event;
      consider();
    });
    addEventListener('appinstalled', () => { offer.hidden = true; });
    button.addEventListener('click', install);
    here.addEventListener('click', install);
    document.getElementById('install-never').addEventListener('click', never);
    consider();
  }

  // --- a text that another app has shared

  const box = document.getElementById('message');
  if (box && location.hash.startsWith('#text=')) {
    box.value = decodeURIComponent(location.hash.slice('#text='.length));
    history.replaceState(null, '', location.pathname);
  }
})();
