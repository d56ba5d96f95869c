// Finds the number that was added to a salt before both were hashed with SHA-256 (FIPS 180-4), apart from the page.
// The browser's own crypto.subtle answers one promise a hash: for texts as short as these this is several times faster.

const REPORT_EVERY = 100; // milliseconds
const IN_A_ROW = 2_000; // hashes between two looks at the clock

const primes = (() => {
  const found = [];
  for (let each = 2; found.length < 64; each++) if (found.every((prime) => each % prime)) found.push(each);
  return found;
})();
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;
const BEGIN = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const words = new Int32Array(64);

/** Stir the 64 bytes of `view` from `offset` on into `state`, eight words. */
function stir(state, view, offset) {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + 4 * i);
  for (let i = 16; i < 64; i++) {
    const w = words[i - 15], v = words[i - 2];
    const s = ((w >>> 7) | (w << 25)) ^ ((w >>> 18) | (w << 14)) ^ (w >>> 3);
    const t = ((v >>> 17) | (v << 15)) ^ ((v >>> 19) | (v << 13)) ^ (v >>> 10);
    words[i] = (words[i - 16] + s + words[i - 7] + t) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3]; // by name: taking an array apart is ten times slower
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const s = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const t = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (t + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** A function that says whether salt and number hash to `wanted` (hexadecimal). What never changes is stirred once. */
function comparer(salt, wanted) {
  const bytes = new TextEncoder().encode(salt);
  const whole = bytes.length - (bytes.length % 64), rest = bytes.subarray(whole);
  const first = Int32Array.from(BEGIN), state = new Int32Array(8);
  for (let i = 0; i < whole; i += 64) stir(first, new DataView(bytes.buffer), i);
  const target = Int32Array.from({ length: 8 }, (_, i) => parseInt(wanted.slice(8 * i, 8 * i + 8), 16) | 0);
  const tail = new Uint8Array(128), view = new DataView(tail.buffer);
  let end = 0, length = 0;
  return (number) => {
    const digits = String(number);
    if (rest.length + digits.length !== end) { // another number of digits: lay the tail out anew
      end = rest.length + digits.length;
      length = end < 56 ? 64 : 128;
      tail.fill(0);
      tail.set(rest);
      tail[end] = 0x80;
      view.setUint32(length - 4, (whole + end) * 8);
    }
    for (let i = 0; i < digits.length; i++) tail[rest.length + i] = digits.charCodeAt(i);
    state.set(first);
    for (let i = 0; i < length; i += 64) stir(state, view, i);
    return state[0] === target[0] && state.every((word, i) => word === target[i]);
  };
}

addEventListener("message", ({ data: { salt, challenge, maxnumber } }) => {
  const fits = comparer(salt, challenge);
  let reported = performance.now();
  for (let number = 0; number <= maxnumber; number++) {
    if (fits(number)) return postMessage({ number });
    if (number % IN_A_ROW === 0 && performance.now() - reported > REPORT_EVERY) {
      reported = performance.now();
      postMessage({ tried: number });
    }
  }
  return postMessage({});
});
