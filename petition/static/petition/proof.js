// Lets the device compute what shows that a signature is meant, then sends the form. Without it one waits instead.

const MOST_ROUNDS = 3; // where each answer brings another task (a network that changes its address), stop by itself

for (const form of document.querySelectorAll("form[data-challenge]")) {
  const challenge = JSON.parse(form.dataset.challenge);
  const part = (name) => form.querySelector(`[data-${name}]`);
  const work = part("work"), patience = part("patience"), again = part("again"), says = part("says");
  const progress = form.querySelector("progress");
  let worker = null;

  function say(state) {
    says.textContent = says.dataset[state];
    const computes = state !== "stopped";
    progress.hidden = part("stop").hidden = !computes;
    patience.hidden = computes;
    again.hidden = computes;
  }

  function stop() {
    worker?.terminate();
    worker = null;
    say("stopped");
  }

  function send(number) {
    const { maxnumber, ...proof } = challenge;
    form.elements.proof.value = btoa(JSON.stringify({ ...proof, number }));
    progress.value = maxnumber;
    say("sending");
    form.submit();
  }

  function start() {
    work.hidden = false;
    say("computing");
    try {
      worker = new Worker(form.dataset.worker);
    } catch {
      return stop();
    }
    worker.addEventListener("error", stop);
    worker.addEventListener("message", ({ data }) => {
      if (data.tried) progress.value = data.tried;
      else if (data.number === undefined) stop();
      else send(data.number);
    });
    return worker.postMessage(challenge);
  }

  progress.max = challenge.maxnumber;
  part("stop").addEventListener("click", stop);
  again.addEventListener("click", start);
  addEventListener("pageshow", (event) => { if (event.persisted) stop(); }); // back from the answer: let them choose
  if (Number(form.elements.rounds.value) <= MOST_ROUNDS) start();
  else again.hidden = false;
}
