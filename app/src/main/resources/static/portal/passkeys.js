// Makes and uses passkeys. Where the browser can't, their buttons stay hidden, and the password is there.
(() => {
  const host = location.hostname;
  // Browsers keep no passkey for a bare address.
  if (!window.PublicKeyCredential || !isSecureContext || /^[\d.]+$/.test(host) || host.startsWith('[')) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const keys = (list) => list.map((key) => ({ ...key, id: bytes(key.id) }));

  const answer = ({ create, get }) => create
    ? navigator.credentials.create({ publicKey: {
        ...create, challenge: bytes(create.challenge), user: { ...create.user, id: bytes(create.user.id) },
        excludeCredentials: keys(create.excludeCredentials) } })
    : navigator.credentials.get({ publicKey: {
        ...get, challenge: bytes(get.challenge), allowCredentials: keys(get.allowCredentials) } });

  const written = ({ id, rawId, type, response }) => JSON.stringify({
    id, rawId: text(rawId), type, clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData), signature: text(response.signature),
      userHandle: text(response.userHandle) } });

  for (const way of document.querySelectorAll('[data-passkey]')) {
    const { passkey: field, options, action, failed, there } = way.dataset;
    const button = way.querySelector('button');
    const problem = way.querySelector('[role="alert"]');
    const form = button.form;
    const fields = () => ['_csrf', 'code', 'name']
      .filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
    way.hidden = false;
    // One way is the first, and now it is this; what else the form has comes second.
    for (const other of form.querySelectorAll('.button--primary')) {
      if (other !== button) other.classList.remove('button--primary');
    }
    button.addEventListener('click', async () => {
      problem.hidden = true;
      button.disabled = true;
      try {
        const asked = await fetch(options, { method: 'POST', body: new URLSearchParams(fields()) });
        const told = await asked.json();
        if (told.problem) throw Object.assign(new Error(), { told: told.problem });
        form.elements[field].value = written(await answer(told));
        if (action) form.setAttribute('action', action);
        HTMLFormElement.prototype.submit.call(form);
      } catch (refusal) {
        problem.textContent = refusal.told || (refusal.name === 'InvalidStateError' ? there : failed);
        problem.hidden = false;
        button.disabled = false;
        button.focus();
      }
    });
  }
})();
