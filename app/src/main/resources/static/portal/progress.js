// Keeps the page of an order under way up to date. The server says when it has moved; the page then
// asks for it again. Where streams don't come through, it asks every few seconds instead.
(() => {
  const shown = () => document.querySelector('[data-events]');
  const first = shown();
  if (!first) return;
  const ask = () => {
    const order = shown();
    if (order) htmx.trigger(order, 'moved');
  };
  // Also when it moved between the page and the stream.
  const compare = (event) => {
    if (shown() && shown().dataset.mark !== event.data) ask();
  };
  const askNowAndThen = () => {
    const each = setInterval(() => (shown() ? ask() : clearInterval(each)), 3000);
  };
  if (!window.EventSource) {
    askNowAndThen();
    return;
  }
  const events = new EventSource(first.dataset.events);
  events.addEventListener('watched', compare);
  events.addEventListener('moved', compare);
  events.addEventListener('ended', () => {
    events.close();
    ask();
  });
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) askNowAndThen();
  });
  addEventListener('pagehide', () => events.close());
})();
