// What the portal's scripts know of the page they run in. Every page works without them.
export const root = document.documentElement;

/** When a page that was kept on the device was last fetched; undefined for one from the server. */
export const asOf = root.dataset.asOf;

/** Who is signed in, or undefined. */
export const member = root.dataset.member;

/** What this device remembers; nothing in a private window, where storage may be refused. */
export const storage = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* nothing is remembered */ } },
};
