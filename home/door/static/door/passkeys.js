// Asks the browser for a passkey and sends its answer with the form, which stays hidden where the browser has none.

const form = document.querySelector("[data-passkey]");

const ask = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function answer(event) {
  event.preventDefault();
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  try {
    const passkey = await ask[form.dataset.passkey](JSON.parse(form.dataset.passkeyOptions));
    form.elements.answer.value = JSON.stringify(passkey.toJSON());
    form.submit();
  } catch {
    fault.hidden = false; // the owner said no, waited too long, or has this passkey already: the browser won't tell which
  }
}

if (form && window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  form.hidden = false;
  form.addEventListener("submit", answer);
  document.querySelector("[data-passkey-missing]")?.remove();
}
