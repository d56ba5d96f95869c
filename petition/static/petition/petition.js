// Makes a petition's form and count smoother. Everything works without it.

const REFRESH_EVERY = 10_000; // milliseconds, while somebody looks
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/; // the server decides; this only spares a round trip

/** Say at once, when a field is left, what the server would say. */
function validate(field) {
  const message = problem(field);
  const place = document.getElementById(`${field.id}-error`);
  if (!place) return;
  place.textContent = message;
  place.hidden = !message;
  if (message) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  describe(field, place.id, Boolean(message));
  const box = field.closest(".field, .check");
  box?.classList.toggle(box.classList.contains("check") ? "check--invalid" : "field--invalid", Boolean(message));
}

function problem(field) {
  const empty = field.type === "checkbox" ? !field.checked : !field.value.trim();
  if (empty) return field.required ? field.dataset.missing : "";
  return field.dataset.wrong && !ADDRESS.test(field.value.trim()) ? field.dataset.wrong : "";
}

function describe(field, id, isDescribed) {
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (isDescribed) ids.add(id);
  else ids.delete(id);
  if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
  else field.removeAttribute("aria-describedby");
}

/** An error moves all that stands below it: not while a finger is on a button there, or the click would miss it. */
let press = Promise.resolve();

addEventListener("pointerdown", () => {
  press = new Promise((end) => {
    for (const how of ["pointerup", "pointercancel"]) addEventListener(how, end, { once: true });
  });
}, { capture: true });

async function released() {
  await press;
  await new Promise((done) => setTimeout(done)); // the click comes right after
}

for (const form of document.querySelectorAll(".petition-form")) {
  const touched = new WeakSet();
  form.addEventListener("input", (event) => touched.add(event.target));
  form.addEventListener("focusout", async ({ target }) => {
    if (!target.dataset.missing || !touched.has(target)) return;
    await released();
    validate(target);
  });
  form.addEventListener("change", async ({ target }) => {
    if (!target.getAttribute("aria-invalid")) return;
    await released();
    validate(target);
  });
}

/** Tell how long the form was seen: programs are quicker than people. A form that came back goes on counting. */
for (const form of document.querySelectorAll(".petition-form")) {
  form.addEventListener("submit", () => {
    const took = form.elements.took;
    took.value = Math.round(Number(took.defaultValue) + performance.now());
  });
}

/** Ask for the count now and then, and write it with the digits that the server wrote. */
async function refresh(count) {
  const number = count.querySelector("[data-tally]");
  const answer = await fetch(count.dataset.tallySource, { credentials: "omit" });
  if (!answer.ok) return;
  const tally = await answer.json();
  if (String(tally.count) === number.dataset.tally) return;
  number.dataset.tally = tally.count;
  number.textContent = new Intl.NumberFormat(count.dataset.numberLocale).format(tally.count);
  const progress = count.querySelector("progress");
  if (progress) progress.value = tally.count;
}

const counts = document.querySelectorAll("[data-tally-source]");
if (counts.length) {
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    for (const count of counts) refresh(count).catch(() => {}); // offline: the number stays as it is
  }, REFRESH_EVERY);
}

/** Offer to copy the petition's address. */
for (const address of document.querySelectorAll("input[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary";
  button.textContent = address.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.value);
    button.textContent = address.dataset.copied;
  });
  address.after(button);
}
