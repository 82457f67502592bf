// Notices on this device, and on the app's icon the number of lines that need attention.
import { asOf, member, root, storage } from './page.js';

const start = document.getElementById('push-start');
const able = member && !asOf && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function base64url(buffer) {
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
  // A subscription made for other keys can't be used.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(start.dataset.key) });
  start.elements.endpoint.value = made.endpoint;
  start.elements.p256dh.value = base64url(made.getKey('p256dh'));
  start.elements.auth.value = base64url(made.getKey('auth'));
  storage.set('everline-push', JSON.stringify({ member, wants: [] }));
  start.submit();
}

/** Once a visit: renews the member's own subscription, and ends one of whoever was here before. */
async function checkSubscription() {
  if (Notification.permission !== 'granted' || sessionStorage.getItem('everline-push')) return;
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!subscription) return;
  const answer = await post('/settings/app/devices/seen', [['endpoint', subscription.endpoint]]);
  // Only now: if the member has left the page before the answer, the next page checks.
  sessionStorage.setItem('everline-push', 'seen');
  if (answer.status !== 404) return;
  const wished = JSON.parse(storage.get('everline-push') ?? '{}');
  if (wished.member === member) {
    await post('/settings/app/devices', [
      ['endpoint', subscription.endpoint],
      ['p256dh', base64url(subscription.getKey('p256dh'))],
      ['auth', base64url(subscription.getKey('auth'))],
      ...wished.wants.map((choice) => ['wants', choice]),
    ]);
  } else {
    await subscription.unsubscribe();
  }
}

// Signing out ends the visit: the next member in this window is checked again.
if (!member) {
  try { sessionStorage.removeItem('everline-push'); } catch { /* Nothing is stored without storage. */ }
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
  checkSubscription().catch(() => { /* Without a network, the next visit checks. */ });
}

// --- the count on the app's icon

const atRisk = document.getElementById('at-risk')?.dataset.count;
if ('setAppBadge' in navigator && !asOf) {
  if (atRisk !== undefined) {
    navigator.setAppBadge(Number(atRisk)).catch(() => { /* not installed, or not allowed */ });
  } else if (!member && !root.dataset.offline) {
    navigator.clearAppBadge().catch(() => { /* likewise */ });
  }
}
