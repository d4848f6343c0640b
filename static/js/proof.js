// A worker: the number whose SHA-256, written behind the salt, is the challenge (ALTCHA's proof of work).
// SHA-256 is written out, because crypto.subtle is missing on pages without HTTPS and slow for short texts.
"use strict";
const roots = [];
const K = [];
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
  if (prime) { if (roots.length < 8) roots.push(fraction(Math.sqrt(n))); K.push(fraction(Math.cbrt(n))); }
}
const turn = (x, by) => (x >>> by) | (x << (32 - by));
const w = new Int32Array(64);

// The digest of an ASCII text of at most 55 characters, which is one block.
function sha256(text) {
  w.fill(0);
  for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  w[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  w[15] = text.length * 8;
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = roots;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((x, i) => ((x + roots[i]) >>> 0).toString(16).padStart(8, "0")).join("");
}

onmessage = ({ data: { challenge, salt, largest } }) => {
  for (let number = 0; number <= largest; number++) if (sha256(salt + number) === challenge) return postMessage(number);
  return postMessage("");
};
