// Offers to put the portal on the home screen, once it has proved useful.
import { asOf, storage } from './page.js';

const offer = document.getElementById('install');
const button = document.getElementById('install-do');
const here = document.getElementById('install-here') ?? document.createElement('button');
const installed = matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
let prompting = null;

function isTimeToOffer() {
  const useful = storage.get('everline-renewed') || Number(storage.get('everline-visits')) >= 3;
  return useful && storage.get('everline-install') !== 'never' && !installed;
}

function showOffer() {
  const byHand = navigator.standalone === false;
  here.hidden = !prompting;
  if (!isTimeToOffer() || !(prompting || byHand)) return;
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
    showOffer();
  });
  addEventListener('appinstalled', () => { offer.hidden = true; });
  button.addEventListener('click', install);
  here.addEventListener('click', install);
  document.getElementById('install-never').addEventListener('click', never);
  showOffer();
}
