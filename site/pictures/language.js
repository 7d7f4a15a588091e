// The small trained network of lesson 06: its weights out of their store, its step, its draws.
import { softmax, zeros } from "./algebra.js";
import { lstmCellForward } from "./networks.js";

const NAMES = ["Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo", "Wy", "by"];

// The value of 16 bits: sign, five bits of exponent, ten of fraction.
export function halfToNumber(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// Parameters by name from the text that train_letters.py has packed.
export function unpack({ weights, alphabet, n_a: nA }) {
  const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const nX = [...alphabet].length;
  const parameters = {};
  let at = 0;
  for (const name of NAMES) {
    const rows = name.endsWith("y") ? nX : nA;
    const columns = name[0] === "b" ? 1 : name === "Wy" ? nA : nA + nX;
    parameters[name] = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => halfToNumber(view.getUint16(2 * at++, true))));
  }
  if (2 * at !== bytes.length) throw new Error(`${bytes.length / 2} numbers stored, ${at} wanted`);
  return parameters;
}

// What sample_word of the lesson calls step: probabilities of the next letter, and the new state.
export function languageStep(parameters, index, state) {
  const nX = parameters.Wy.length;
  const xt = zeros(nX);
  xt[index] = 1;
  const nothing = zeros(parameters.bf.length);
  const { a, c } = state ?? { a: nothing, c: nothing };
  const cache = lstmCellForward(xt, a, c, parameters);
  return { probabilities: cache.ytPred, state: { a: cache.aNext, c: cache.cNext } };
}

export function applyTemperature(probabilities, temperature) {
  const largest = Math.max(...probabilities);
  const powers = probabilities.map((p) => (p / largest) ** (1 / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

// The place where a number from 0 to 1 falls among the probabilities laid end to end.
export function place(probabilities, number) {
  let reached = 0;
  for (let k = 0; k < probabilities.length; k += 1) {
    reached += probabilities[k];
    if (number < reached) return k;
  }
  return probabilities.findLastIndex((p) => p > 0); // rounding left a little above the last one
}

// A small generator of numbers from 0 to 1 (mulberry32): the same seed, the same draws.
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function sampleWord(parameters, alphabet, temperature, random, longest = 30) {
  const letters = [...alphabet];
  let [word, index, state] = ["", 0, null];
  while ([...word].length < longest) {
    const step = languageStep(parameters, index, state);
    state = step.state;
    index = place(applyTemperature(step.probabilities, temperature), random());
    if (index === 0) break;
    word += letters[index];
  }
  return word;
}

// States and next probabilities after the mark and after each letter of a word.
export function readWord(parameters, alphabet, word) {
  const letters = [...alphabet];
  let state = null;
  return [letters[0], ...word].map((letter) => {
    const step = languageStep(parameters, letters.indexOf(letter), state);
    state = step.state;
    return { letter, a: state.a, probabilities: step.probabilities };
  });
}
