// Keeps the shell, and the lines as last seen, readable without a network.
//
// Which pages may be kept the server says, by a header with the member they are for; what has none
// is never kept. Pages of one member are kept at a time, and none once somebody signs in or out.
'use strict';

// Both filled in by the server; with another version every file is fetched again.
const VERSION = '@version@';
const SHELL = '@shell@'.split(' ');

const SHELL_CACHE = 'everline-shell-' + VERSION;
const ALL_PAGES = 'everline-pages-';
const PAGES = ALL_PAGES + VERSION + '-';
const OFFLINE = '/offline';
const KEPT_FOR = 'everline-keep';
const AS_OF = 'everline-as-of';
const MOST_PAGES = 60;
const SIGN_IN_OR_OUT = /^\/(sign-in|sign-out|join)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL_CACHE);
    await cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys())
      .filter((name) => name.startsWith('everline-') && name !== SHELL_CACHE && !name.startsWith(PAGES));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
    if (old.some((name) => name.startsWith(ALL_PAGES))) await refresh('/');
  })());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (request.method === 'GET') {
      event.respondWith(page(event, url));
    } else if (url.pathname === '/share') {
      event.respondWith(shared(request));
    } else if (SIGN_IN_OR_OUT.test(url.pathname)) {
      event.waitUntil(forgetAllBut(null));
    }
  } else if (request.method === 'GET' && SHELL.includes(url.pathname)) {
    event.respondWith(file(request, url.pathname));
  }
});

self.addEventListener('message', (event) => {
  event.waitUntil((async () => {
    const { member, page: seen } = event.data;
    if (member) await forgetAllBut(member);
    if (seen) await refresh(seen);
  })());
});

/** A page from the server; without a network as it was last seen, or a page that says it wasn't. */
async function page(event, url) {
  let response;
  try {
    response = await fetch(event.request);
  } catch {
    return (await lastSeen(url.pathname)) ?? (await shell(OFFLINE)) ?? Response.error();
  }
  // The form is shown to people who aren't signed in any more.
  const signedOut = url.pathname === '/sign-in' && response.status === 200;
  event.waitUntil(signedOut ? forgetAllBut(null) : keep(url, response.clone()));
  return response;
}

/** What another app shares goes to the page behind the #, so that it is sent and logged nowhere. */
async function shared(request) {
  const form = await request.formData();
  const text = ['title', 'text', 'url'].map((name) => form.get(name)).filter(Boolean).join('\n');
  return Response.redirect('/share#text=' + encodeURIComponent(text), 303);
}

async function file(request, path) {
  try {
    return await fetch(request);
  } catch {
    return (await shell(path)) ?? Response.error();
  }
}

function shell(path) {
  return caches.match(path, { cacheName: SHELL_CACHE });
}

async function lastSeen(path) {
  for (const name of await pages()) {
    const found = await caches.match(path, { cacheName: name });
    if (found) {
      const asOf = found.headers.get(AS_OF);
      const html = (await found.text()).replace('<html', '<html data-as-of="' + asOf + '"');
      return new Response(html, { headers: found.headers });
    }
  }
  return undefined;
}

async function pages() {
  return (await caches.keys()).filter((name) => name.startsWith(ALL_PAGES));
}

async function forgetAllBut(member) {
  const others = (await pages()).filter((name) => name !== PAGES + member);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function refresh(path) {
  try {
    await keep(new URL(path, self.location.origin), await fetch(path, { credentials: 'same-origin' }));
  } catch {
    // Without a network there is nothing newer than what is kept.
  }
}

async function keep(url, response) {
  const member = response.headers.get(KEPT_FOR);
  // An address with a query may hold what somebody searched for.
  if (!member || response.status !== 200 || response.redirected || url.search) return;
  await forgetAllBut(member);
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(AS_OF, new Date().toISOString());
  // A form of a page that is no longer the server's newest has no token to be sent with.
  const html = (await response.text()).replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf" value=""');
  const cache = await caches.open(PAGES + member);
  await cache.delete(url.pathname);
  await cache.put(url.pathname, new Response(html, { headers }));
  for (const old of (await cache.keys()).slice(0, -MOST_PAGES)) await cache.delete(old);
  await speak(response.headers.get('content-language'));
}

/** Keeps the offline page in the language that the reader has now. */
async function speak(language) {
  const known = await shell(OFFLINE);
  if (known && known.headers.get('content-language') !== language) {
    const cache = await caches.open(SHELL_CACHE);
    await cache.add(new Request(OFFLINE, { cache: 'reload' }));
  }
}

self.addEventListener('push', (event) => {
  const notice = event.data.json();
  event.waitUntil((async () => {
    await self.registration.showNotification(notice.title, {
      body: notice.body,
      lang: notice.lang,
      // Shown in the place of an earlier copy of itself.
      tag: notice.tag,
      icon: '/portal/icon-192.png',
      data: { url: notice.url },
    });
    if ('setAppBadge' in self.navigator) {
      await self.navigator.setAppBadge(notice.badge).catch(() => { /* not installed, or not allowed */ });
    }
    await refresh('/');
  })());
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin).href;
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: 'window' });
    const open = windows.find((window) => 'navigate' in window);
    if (open) {
      await open.navigate(address);
      await open.focus();
    } else {
      await self.clients.openWindow(address);
    }
  })());
});
