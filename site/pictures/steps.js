// Picture 2: back-propagation through time, one move at a time, with the sums building up.
import { rnnBackward, rnnForward } from "./networks.js";
import { formula } from "./notation.js";
import {
  arrow, button, fillTable, html, line, number, onWidth, slider, svg, text,
} from "./parts.js";

const MOVES = 3; // at each step: add the two parts, go through the slope, hand back and add up
const WEIGHTS = [["dWax", "dW_{ax}"], ["dWaa", "dW_{aa}"], ["dba", "db_a"]];
const short = (value) => number(value, 2);
const bracketed = (value) => (value < 0 ? `(${short(value)})` : short(value));

// All states, and what happens at each step on the way back, for one unit and one example.
export function walkBack({ x, a0, own, Wax, ba }, Waa) {
  const p = { Wax: [[Wax]], Waa: [[Waa]], ba: [[ba]] };
  const columns = x.map((value) => [value]);
  const states = rnnForward(columns, [a0], p);
  return { states, back: rnnBackward(own.map((value) => [value]), states, columns, p) };
}

export function mount({ figure, stage, data, words }) {
  const last = MOVES * data.x.length;
  let [at, width, Waa] = [0, 0, data.Waa];
  let { states, back } = walkBack(data, Waa);
  const drawing = html("div", { class: "touch-drawing" });
  const sums = html("div", { class: "touch-drawing" });
  const panel = html("div", { class: "touch-panel low", role: "status" });

  const forward = button(words.next, () => go(at + 1));
  const backward = button(words.previous, () => go(at - 1));
  const position = slider({ name: words.moves, min: 0, max: last, step: 1, value: 0,
    show: (v) => `${number(v, 0)} / ${last}`, change: (v) => go(v) });

  function go(wanted) {
    at = Math.min(last, Math.max(0, wanted));
    position.set(at);
    forward.disabled = at === last;
    backward.disabled = at === 0;
    draw();
  }

  // How many moves of step t are done: 0 to 3.
  const done = (t) => Math.min(MOVES, Math.max(0, at - MOVES * (data.x.length - t)));
  const current = () => (at ? back[Math.ceil(at / MOVES) - 1] : null);

  function draw() {
    if (!width) return;
    drawing.replaceChildren(drawSteps());
    sums.replaceChildren(drawSums());
    panel.replaceChildren(...explain());
  }

  function drawSteps() {
    const steps = data.x.length;
    const left = width < 560 ? 44 : 84;
    const gap = (width - left) / steps;
    const column = (t) => left + gap * (t - 0.5);
    const half = Math.min(44, gap * 0.37);
    const canvas = svg("svg", { width, height: 292, role: "img", class: "back",
      "aria-label": words.drawing });
    for (const step of back) {
      const { t } = step;
      const [x, moved] = [column(t), done(t)];
      const now = current() === step ? "now" : "";
      canvas.append(
        text(x, 16, `da_${t}^{\\mathrm{own}}`, { size: 13 }),
        text(x, 33, short(step.own[0]), { size: 12, plain: true }),
        arrow([[x, 40], [x, 62]], moved ? "near" : ""),
        svg("circle", { class: `node state ${now}`, cx: x, cy: 76, r: 13 }),
        text(x, 81, "+", { size: 15 }),
        arrow([[x, 90], [x, 124]], moved ? "near" : ""),
        svg("rect", { class: `node state ${now}`, x: x - half, y: 125, width: 2 * half, height: 76, rx: 6 }),
        text(x, 143, `1 - a_${t}^2`, { size: 12 }),
        text(x, 159, short(step.slope[0]), { size: 12, plain: true }),
        text(x, 178, moved > 1 ? `dz_${t} =` : "", { size: 12 }),
        text(x, 194, moved > 1 ? short(step.dz[0]) : "", { size: 12, plain: true }),
        text(x + 5, 112, moved ? short(step.da[0]) : "", { size: 12, anchor: "start", plain: true }),
        arrow([[x, 202], [x, 226]], moved > 2 ? "near" : ""),
        text(x, 243, `dx_${t}`, { size: 13 }),
        text(x, 260, moved > 2 ? short(step.dxt[0]) : "", { size: 12, plain: true }),
        text(x, 284, `x_${t} = ${short(data.x[t - 1])}`, { size: 12, kind: "soft" }));
      canvas.append(...handBack(t, x, half, gap, moved > 2, step));
    }
    return canvas;
  }

  function handBack(t, x, half, gap, there, step) {
    const kind = there ? "near" : "";
    const value = there ? short(step.handedBack[0]) : "";
    if (t === 1) {
      return [arrow([[x - half, 163], [x - half - 16, 163]], kind),
        text(x - half - 18, 146, "da_0", { size: 13, anchor: "end" }),
        text(x - half - 18, 168, value, { size: 12, anchor: "end", plain: true })];
    }
    const bend = x - gap / 2 + 4;
    return [arrow([[x - half, 163], [bend, 163], [bend, 76], [x - gap + 14, 76]], kind),
      text(bend - 2, 68, value, { size: 12, plain: true })];
  }

  // Each part of a sum is a bar that begins where the one before ended.
  function drawSums() {
    const [left, right, row] = [56, width - 88, 66];
    const ends = WEIGHTS.flatMap(([name]) => back.map(({ sums: all }) => value(all[name])));
    const reach = Math.max(0.5, ...ends.map(Math.abs)) * 1.02;
    const px = (v) => left + ((right - left) * (v + reach)) / (2 * reach);
    const canvas = svg("svg", { width, height: row * 3 + 8, role: "img", "aria-label": words.sums });
    WEIGHTS.forEach(([name, tex], k) => {
      const top = k * row + 6;
      let sum = 0;
      canvas.append(text(4, top + 32, tex, { size: 15, anchor: "start" }),
        svg("line", { class: "rule", x1: px(0), x2: px(0), y1: top, y2: top + 52 }));
      for (const step of back.filter(({ t }) => done(t) === MOVES)) {
        const y = top + (data.x.length - step.t) * 13;
        const part = value(step.parts[name]);
        const [from, to] = [px(sum), px(sum + part)];
        canvas.append(
          svg("rect", { class: "bar state", x: Math.min(from, to), y, width: Math.max(1, Math.abs(to - from)), height: 11 }),
          line([[to, y], [to, y + 24]], { class: "thread" }),
          text(Math.max(from, to) + 3, y + 10, `t = ${step.t}`, { size: 11, anchor: "start", kind: "soft" }));
        sum += part;
      }
      canvas.append(text(width - 4, top + 32, short(sum), { size: 13, anchor: "end", plain: true }));
    });
    return canvas;
  }

  const value = (entry) => (Array.isArray(entry) ? value(entry[0]) : entry);

  function explain() {
    const step = current();
    if (!step) return [html("p", {}, words.begin)];
    const [t, move] = [step.t, (at - 1) % MOVES];
    const lines = [
      [`da_${t} = da_${t}^{\\mathrm{own}} + da_${t}^{\\mathrm{carry}} = ${short(step.own[0])} + ${bracketed(step.carry[0])} = ${short(step.da[0])}`],
      [`dz_${t} = da_${t} \\odot (1 - a_${t} \\odot a_${t}) = ${short(step.da[0])} \\cdot ${short(step.slope[0])} = ${short(step.dz[0])}`],
      [`dx_${t} = W_{ax}\\,dz_${t} = ${short(step.dxt[0])}`,
        `${t > 1 ? `da_${t - 1}^{\\mathrm{carry}}` : "da_0"} = W_{aa}\\,dz_${t} = ${short(step.handedBack[0])}`,
        `dW_{ax}: \\; dz_${t}\\,x_${t} = ${short(value(step.parts.dWax))}`,
        `dW_{aa}: \\; dz_${t}\\,a_{${t - 1}} = ${short(value(step.parts.dWaa))}`,
        `db_a: \\; dz_${t} = ${short(step.dz[0])}`],
    ][move];
    return [html("p", {}, html("b", {}, words.steps.replace("{t}", t)), " ", words.move[move]),
      ...lines.map((tex) => html("p", { class: "touch-line" }, formula(tex)))];
  }

  function change(wanted) {
    Waa = wanted;
    ({ states, back } = walkBack(data, Waa));
    tell();
    draw();
  }

  function tell() {
    const cells = {};
    for (const { t, da, dz, dxt, handedBack, parts } of back) {
      const all = { da, dz, dxt, handedBack, ...parts, a: states[t] };
      for (const [name, entry] of Object.entries(all)) cells[`${name}.${t}`] = number(value(entry));
    }
    for (const [name] of WEIGHTS) cells[`${name}.sum`] = number(value(back.at(-1).sums[name]));
    fillTable(figure, cells);
  }

  stage.replaceChildren(
    html("div", { class: "touch-controls" }, backward, forward, position,
      slider({ name: words.matrix, tex: "W_{aa}", min: -1.5, max: 1.5, step: 0.1, value: Waa, change })),
    drawing, panel, html("p", { class: "touch-name" }, html("b", {}, words.sums)), sums);
  tell();
  onWidth(drawing, (wanted) => { width = wanted; go(at); });
}
