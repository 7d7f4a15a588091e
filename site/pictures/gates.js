// Picture 4: the gates of one unit at work on a signal that the reader draws.
import { lstmForward } from "./networks.js";
import {
  button, choice, fillTable, html, line, number, onWidth, slider, svg, text,
} from "./parts.js";

const short = (value) => number(value, 2);

// States and gates of one unit over a signal. The gates look at the input only, not at a_prev.
export function runUnit(signal, { wf, bf, wi, bi, wo, bo }, wc) {
  const p = {
    Wf: [[0, wf]], bf: [[bf]], Wi: [[0, wi]], bi: [[bi]],
    Wo: [[0, wo]], bo: [[bo]], Wc: [[0, wc]], bc: [[0]],
  };
  const caches = lstmForward(signal.map((value) => [value]), [0], p);
  const row = (name) => caches.map((cache) => cache[name][0]);
  return { x: signal, f: row("ft"), i: row("it"), cct: row("cct"), c: row("cNext"), o: row("ot"), a: row("aNext") };
}

// Rows of the drawing: key, name, colour, height, and what the axis reaches from and to.
const ROWS = [
  ["x", "x_t", "input", 92, -1, 1],
  ["f", "f_t", "gate", 40, 0, 1],
  ["i", "i_t", "gate", 40, 0, 1],
  ["c", "c_t", "state", 92, null, null],
  ["o", "o_t", "gate", 40, 0, 1],
  ["a", "a_t", "output", 72, -1, 1],
];

export function mount({ figure, stage, data, words }) {
  const unit = { ...data.units[data.unit] };
  let signal = [...data.signals[data.signal]];
  let [width, at] = [0, 5];
  let run = runUnit(signal, unit, data.wc);
  const drawing = html("div", { class: "touch-drawing drawable" });
  const status = html("p", { class: "touch-note", role: "status" });

  const stepSlider = slider({ name: words.step, tex: "t", min: 0, max: signal.length - 1, step: 1,
    value: at, show: (v) => number(v, 0), change: (v) => { at = v; valueSlider.set(signal[at]); draw(); } });
  const valueSlider = slider({ name: words.value, tex: "x_t", min: -1, max: 1, step: 0.05,
    value: signal[at], show: short, change: (v) => put(at, v) });

  function put(t, value) {
    signal[t] = value;
    renew();
  }

  function renew() {
    run = runUnit(signal, unit, data.wc);
    valueSlider.set(signal[at]);
    tell();
    draw();
  }

  function draw() {
    if (!width) return;
    const [left, right] = [40, width - 46];
    const step = (right - left) / signal.length;
    const px = (t) => left + step * (t + 0.5);
    const height = ROWS.reduce((total, row) => total + row[3] + 16, 10);
    const canvas = svg("svg", { width, height, role: "img", "aria-label": words.drawing });
    canvas.append(svg("rect", { class: "cursor", x: px(at) - step / 2, width: step, y: 0, height: height - 6 }));
    let top = 8;
    for (const [key, tex, kind, tall, low, high] of ROWS) {
      const [from, to] = [low ?? Math.min(-0.3, ...run[key]), high ?? Math.max(0.3, ...run[key])];
      const y = (value) => top + tall * (1 - (value - from) / (to - from));
      canvas.append(drawRow(run[key], kind, px, y, step, tall < 50));
      canvas.append(
        text(4, top + tall / 2 + 5, tex, { size: 15, anchor: "start" }),
        text(width - 2, top + tall / 2 + 4, short(run[key][at]), { size: 12, anchor: "end", plain: true }));
      if (tall < 50) {
        canvas.append(svg("line", { class: "rule faint", x1: left, x2: right, y1: top, y2: top }),
          ...[1, 0].map((share) => text(left - 3, y(share) + 4, String(share),
            { size: 11, anchor: "end", plain: true, kind: "soft" })));
      }
      if (key === "x") canvas.append(pad(left, right, top, tall, step));
      top += tall + 16;
    }
    drawing.replaceChildren(canvas);
    status.textContent = words.now.replace("{t}", at).replace("{x}", short(run.x[at]))
      .replace("{f}", short(run.f[at])).replace("{i}", short(run.i[at])).replace("{o}", short(run.o[at]))
      .replace("{c}", short(run.c[at])).replace("{a}", short(run.a[at]));
  }

  // A gate as a stepped line above its ground, a state as bars from zero.
  function drawRow(values, kind, px, y, step, gate) {
    const group = svg("g", { class: kind });
    const ground = y(0);
    values.forEach((value, t) => group.append(svg("rect", {
      class: gate ? "bar pale" : "bar", x: px(t) - step * (gate ? 0.5 : 0.38), width: step * (gate ? 1 : 0.76),
      y: Math.min(ground, y(value)), height: Math.max(0.5, Math.abs(y(value) - ground)) })));
    if (gate) {
      const corners = values.flatMap((value, t) => [[px(t) - step / 2, y(value)], [px(t) + step / 2, y(value)]]);
      group.append(line(corners, { class: "curve thin" }));
    }
    group.append(svg("line", { class: "rule", x1: px(0) - step / 2, x2: px(values.length - 1) + step / 2, y1: ground, y2: ground }));
    return group;
  }

  // Where a pointer draws: each place that it crosses takes its height.
  function pad(left, right, top, tall, step) {
    return svg("rect", { class: "pad", x: left, width: right - left, y: top - 4, height: tall + 8, rx: 4,
      onpointerdown: (event) => { drawing.setPointerCapture(event.pointerId); trace(event, left, top, tall, step); } });
  }

  let [tracing, before] = [null, null];
  function trace(event, left, top, tall, step) {
    tracing = { left, top, tall, step };
    before = null;
    follow(event);
  }

  function follow(event) {
    if (!tracing) return;
    const box = drawing.getBoundingClientRect();
    const { left, top, tall, step } = tracing;
    const t = Math.min(signal.length - 1, Math.max(0, Math.floor((event.clientX - box.left - left) / step)));
    const value = Math.min(1, Math.max(-1, 1 - (2 * (event.clientY - box.top - top)) / tall));
    const [t0, v0] = before ?? [t, value];
    const count = Math.abs(t - t0);
    for (let k = 0; k <= count; k += 1) {
      const share = count ? k / count : 1;
      signal[Math.round(t0 + (t - t0) * share)] = Math.round((v0 + (value - v0) * share) * 20) / 20;
    }
    before = [t, value];
    at = t;
    stepSlider.set(t);
    renew();
  }
  drawing.addEventListener("pointermove", follow);
  for (const end of ["pointerup", "pointercancel"]) drawing.addEventListener(end, () => { tracing = null; });

  function tell() {
    const cells = {};
    for (const [name, all] of Object.entries(run)) {
      all.forEach((value, t) => { cells[`${name}.${t}`] = short(value); });
    }
    fillTable(figure, cells);
  }

  const knobs = {};
  const gate = (letter) => html("fieldset", { class: "touch-gate" },
    html("legend", {}, words.gates[letter]),
    ...[["b", words.bias, `b_${letter}`], ["w", words.weight, `W_${letter}`]].map(([kind, name, tex]) => {
      const key = kind + letter;
      knobs[key] = slider({ name: `${name}, ${words.gates[letter]}`, tex, label: name, min: -8, max: 8, step: 0.5,
        value: unit[key], change: (v) => { unit[key] = v; renew(); } });
      return knobs[key];
    }));

  const signals = Object.keys(data.signals).map((name) => button(words.signals[name], () => {
    signal = [...data.signals[name]];
    renew();
  }));
  stage.replaceChildren(
    choice(words.unit, Object.keys(data.units).map((name) => [name, words.units[name]]), data.unit, (name) => {
      Object.assign(unit, data.units[name]);
      for (const [key, knob] of Object.entries(knobs)) knob.set(unit[key]);
      renew();
    }),
    html("div", { class: "touch-controls" }, html("span", {}, words.signal), ...signals),
    drawing, status,
    html("div", { class: "touch-controls" }, stepSlider, valueSlider),
    html("div", { class: "touch-controls" }, ...["f", "i", "o"].map(gate)));
  tell();
  onWidth(drawing, (wanted) => { width = wanted; draw(); });
}
