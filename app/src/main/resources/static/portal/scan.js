// Reads the bar code of a SIM's card by the camera or from a photo: in the browser where it can, else
// by sending what is seen to this server, a picture at a time. Typing the number is the other way.
(() => {
  const place = document.querySelector('[data-scan]');
  const number = document.querySelector('#iccid');
  if (!place) return;
  const part = (name) => place.querySelector(`[data-${name}]`);
  const video = place.querySelector('video');
  const longest = 60_000;
  let stream = null;

  const say = (what) => {
    part('said').textContent = what;
  };
  const take = (found) => {
    number.value = found;
    say(place.dataset.found);
    number.focus();
  };
  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    part('stop').hidden = true;
    part('begin').hidden = !navigator.mediaDevices;
  };
  const isNumber = (text) => /^89\d{16,18}[fF]?$/.test(text.replace(/[\s-]/g, ''));

  const inTheBrowser = async () => {
    if (!window.BarcodeDetector) return null;
    const known = await BarcodeDetector.getSupportedFormats();
    if (!known.includes('code_128')) return null;
    const detector = new BarcodeDetector({ formats: known });
    return async () => {
      const codes = await detector.detect(video);
      return codes.map((code) => code.rawValue).find(isNumber);
    };
  };

  const ask = async (picture) => {
    const answer = await fetch(place.dataset.scan, {
      method: 'POST',
      headers: { 'X-XSRF-TOKEN': place.dataset.token, 'Content-Type': 'image/jpeg' },
      body: picture,
    });
    if (!answer.ok) {
      const refusal = new Error(`refused with ${answer.status}`);
      const plain = (answer.headers.get('Content-Type') ?? '').startsWith('text/plain');
      refusal.said = plain ? await answer.text() : null;
      refusal.busy = answer.status === 429;
      throw refusal;
    }
    return answer.status === 200 ? answer.text() : undefined;
  };
  const canvas = document.createElement('canvas');
  const byTheServer = async () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d').drawImage(video, 0, 0);
    return ask(await new Promise((taken) => canvas.toBlob(taken, 'image/jpeg', 0.8)));
  };

  const look = async (read, until) => {
    while (stream) {
      const found = await read().catch((refusal) => {
        // Somebody else scans too: the next look is soon.
        if (!refusal.busy) throw refusal;
      });
      if (!stream) return;
      if (found || Date.now() > until) {
        stop();
        if (found) take(found);
        else say(place.dataset.nothing);
        return;
      }
      await new Promise((next) => setTimeout(next, 250));
    }
  };

  part('begin').addEventListener('click', async () => {
    part('begin').hidden = true;
    part('stop').hidden = false;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      say(place.dataset.looking);
      await look((await inTheBrowser()) ?? byTheServer, Date.now() + longest);
    } catch (refused) {
      stop();
      say(refused.said ?? place.dataset.refused);
    }
  });
  part('stop').addEventListener('click', () => {
    stop();
    say('');
  });
  part('photo').querySelector('input').addEventListener('change', async (event) => {
    const [photo] = event.target.files;
    if (!photo) return;
    say('');
    try {
      const found = await ask(photo);
      if (found) take(found);
      else say(place.dataset.nothing);
    } catch (refused) {
      say(refused.said ?? place.dataset.nothing);
    }
  });
  addEventListener('pagehide', stop);
  stop();
  place.hidden = false;
})();
