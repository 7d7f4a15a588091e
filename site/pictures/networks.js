// The cells of lessons 02 to 07 for one example, forward and backward, and their loops over time.
// The names are those of the notation table; a trailing "next" or "prev" is said as in the notebooks.
import {
  add, complement, layer, length, multiplyTransposed, outer, sigmoid, softmax, times, zeros,
} from "./algebra.js";

const slopeOfSigmoid = (gate) => times(gate, complement(gate));
const slopeOfTanh = (value) => complement(times(value, value));
const tanh = (column) => column.map(Math.tanh);
const gate = (p, letter, stack) => layer(p["W" + letter], stack, p["b" + letter]).map(sigmoid);

// ------------------------------------------------------------------ LSTM

export function lstmCellForward(xt, aPrev, cPrev, p) {
  const stack = [...aPrev, ...xt];
  const [ft, it, ot] = ["f", "i", "o"].map((letter) => gate(p, letter, stack));
  const cct = tanh(layer(p.Wc, stack, p.bc));
  const cNext = add(times(ft, cPrev), times(it, cct));
  const tanhC = tanh(cNext);
  const aNext = times(ot, tanhC);
  const ytPred = p.Wy ? softmax(layer(p.Wy, aNext, p.by)) : null;
  return { aNext, cNext, tanhC, ytPred, stack, ft, it, cct, ot, aPrev, cPrev, xt, p };
}

export function lstmCellBackward(daNext, dcNext, cache) {
  const { ft, it, cct, ot, tanhC, cPrev, aPrev, stack, p } = cache;
  const dcOwn = times(daNext, ot, slopeOfTanh(tanhC));
  const dc = add(dcNext, dcOwn);
  const d = { f: times(dc, cPrev), i: times(dc, cct), c: times(dc, it), o: times(daNext, tanhC) };
  const dz = {
    f: times(d.f, slopeOfSigmoid(ft)),
    i: times(d.i, slopeOfSigmoid(it)),
    c: times(d.c, slopeOfTanh(cct)),
    o: times(d.o, slopeOfSigmoid(ot)),
  };
  const ds = add(...["f", "i", "c", "o"].map((g) => multiplyTransposed(p["W" + g], dz[g])));
  const dW = Object.fromEntries(Object.keys(dz).map((g) => [g, outer(dz[g], stack)]));
  const daPrev = ds.slice(0, aPrev.length);
  return { dcOwn, dc, d, dz, ds, dW, daPrev, dxt: ds.slice(aPrev.length), dcPrev: times(dc, ft) };
}

// ------------------------------------------------------------------ GRU

export function gruCellForward(xt, aPrev, p) {
  const stack = [...aPrev, ...xt];
  const [ut, rt] = ["u", "r"].map((letter) => gate(p, letter, stack));
  const vt = times(rt, aPrev);
  const resetStack = [...vt, ...xt];
  const cct = tanh(layer(p.Wc, resetStack, p.bc));
  const aNext = add(times(ut, cct), times(complement(ut), aPrev));
  const ytPred = p.Wy ? softmax(layer(p.Wy, aNext, p.by)) : null;
  return { aNext, ytPred, stack, resetStack, ut, rt, vt, cct, aPrev, xt, p };
}

export function gruCellBackward(daNext, cache) {
  const { ut, rt, cct, aPrev, stack, resetStack, p } = cache;
  const minus = aPrev.map((value) => -value);
  const d = { u: times(daNext, add(cct, minus)), c: times(daNext, ut) };
  const dz = { u: times(d.u, slopeOfSigmoid(ut)), c: times(d.c, slopeOfTanh(cct)) };
  const dResetStack = multiplyTransposed(p.Wc, dz.c);
  const dv = dResetStack.slice(0, aPrev.length);
  d.r = times(dv, aPrev);
  dz.r = times(d.r, slopeOfSigmoid(rt));
  const ds = add(multiplyTransposed(p.Wu, dz.u), multiplyTransposed(p.Wr, dz.r));
  const n = aPrev.length;
  const daPrev = add(times(daNext, complement(ut)), times(dv, rt), ds.slice(0, n));
  const dxt = add(dResetStack.slice(n), ds.slice(n));
  const stacks = { u: stack, r: stack, c: resetStack };
  const dW = Object.fromEntries(Object.keys(dz).map((g) => [g, outer(dz[g], stacks[g])]));
  return { d, dz, dv, dResetStack, ds, dW, daPrev, dxt };
}

// ------------------------------------------------------------------ RNN, step by step

export function rnnForward(x, a0, p) {
  const states = [a0];
  for (const xt of x) {
    const aPrev = states.at(-1);
    const old = layer(p.Waa, aPrev, p.ba);
    const fresh = p.Wax.map((row) => row.reduce((sum, weight, k) => sum + weight * xt[k], 0));
    states.push(tanh(add(fresh, old)));
  }
  return states; // a_0 first
}

// One entry a step, from the last step to the first: all that happens there, and the sums so far.
export function rnnBackward(daOwn, states, x, p) {
  let carry = zeros(states[0].length);
  let sums = null;
  const steps = [];
  for (let t = x.length; t >= 1; t -= 1) {
    const own = daOwn[t - 1];
    const da = add(own, carry);
    const slope = slopeOfTanh(states[t]);
    const dz = times(da, slope);
    const parts = { dWax: outer(dz, x[t - 1]), dWaa: outer(dz, states[t - 1]), dba: dz };
    sums = sums === null ? parts : {
      dWax: parts.dWax.map((row, i) => add(row, sums.dWax[i])),
      dWaa: parts.dWaa.map((row, i) => add(row, sums.dWaa[i])),
      dba: add(parts.dba, sums.dba),
    };
    const handedBack = multiplyTransposed(p.Waa, dz);
    const dxt = multiplyTransposed(p.Wax, dz);
    steps.push({ t, own, carry, da, slope, dz, dxt, handedBack, parts, sums });
    carry = handedBack;
  }
  return steps;
}

// ------------------------------------------------------------------ how much of a gradient arrives

export function lstmForward(x, a0, p) {
  const caches = [];
  let [a, c] = [a0, zeros(a0.length)];
  for (const xt of x) {
    const cache = lstmCellForward(xt, a, c, p);
    caches.push(cache);
    [a, c] = [cache.aNext, cache.cNext];
  }
  return caches;
}

// Length of dx at each step, when only the last step's state has a gradient.
export function arrivingLstm(x, daLast, p) {
  const caches = lstmForward(x, zeros(daLast.length), p);
  let [da, dc] = [daLast, zeros(daLast.length)];
  const lengths = new Array(x.length);
  for (let t = x.length - 1; t >= 0; t -= 1) {
    const back = lstmCellBackward(da, dc, caches[t]);
    lengths[t] = length(back.dxt);
    [da, dc] = [back.daPrev, back.dcPrev];
  }
  return lengths;
}

export function arrivingRnn(x, daLast, p) {
  const states = rnnForward(x, zeros(daLast.length), p);
  const daOwn = x.map((_, t) => (t === x.length - 1 ? daLast : zeros(daLast.length)));
  return rnnBackward(daOwn, states, x, p).map((step) => length(step.dxt)).reverse();
}
