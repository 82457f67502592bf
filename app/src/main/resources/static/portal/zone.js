// Chooses the browser's own time zone, until the reader has said where they live.
const zones = document.querySelector('select[data-browsers]');
const browsers = zones && Intl.DateTimeFormat().resolvedOptions().timeZone;
if (browsers) {
  if (![...zones.options].some((option) => option.value === browsers)) {
    zones.prepend(new Option(browsers.split('/').pop().replaceAll('_', ' '), browsers));
  }
  zones.value = browsers;
}
