// Picture 3: forget bias and scale of W_aa against the gradient that arrives at each step.
import { arrivingLstm, arrivingRnn } from "./networks.js";
import { fillTable, html, line, number, onWidth, roughly, slider, svg, text } from "./parts.js";

// Shares of the last step's gradient that arrive at each step, for both networks.
export function arriving({ x, da_last: daLast, turn, lstm }, { scale, bias, size }) {
  const inputs = x.map((column) => column.map((value) => value * size));
  const rnn = {
    Wax: turn.map((row, i) => row.map((_, k) => (i === k ? 1 : 0))),
    Waa: turn.map((row) => row.map((value) => value * scale)),
    ba: turn.map(() => [0]),
  };
  const opened = { ...lstm, bf: lstm.bf.map(([value]) => [value + bias]) };
  const share = (lengths) => lengths.map((each) => each / lengths.at(-1));
  return { lstm: share(arrivingLstm(inputs, daLast, opened)), rnn: share(arrivingRnn(inputs, daLast, rnn)) };
}

const [LOW, HIGH] = [-15, 9]; // powers of ten on the axis
const HEIGHT = 300;

export function mount({ figure, stage, data, words }) {
  const set = { ...data.start };
  const drawing = html("div", { class: "touch-drawing" });
  const status = html("p", { class: "touch-note", role: "status" });
  let [width, shares] = [0, arriving(data, set)];

  function change(name, value) {
    set[name] = value;
    shares = arriving(data, set);
    tell();
    draw();
  }

  function tell() {
    const [lstm, rnn] = [roughly(shares.lstm[0]), roughly(shares.rnn[0])];
    status.textContent = words.arrives.replace("{lstm}", lstm).replace("{rnn}", rnn);
    const cells = {};
    for (const [name, all] of Object.entries(shares)) {
      all.forEach((share, t) => { cells[`${name}.${t}`] = roughly(share); });
    }
    fillTable(figure, cells);
  }

  function draw() {
    if (!width) return;
    const [left, right, top, bottom] = [52, width - 14, 14, HEIGHT - 42];
    const last = shares.lstm.length - 1;
    const px = (t) => left + ((right - left) * t) / last;
    const py = (share) => {
      const power = Math.min(HIGH, Math.max(LOW, Math.log10(share)));
      return top + ((bottom - top) * (HIGH - power)) / (HIGH - LOW);
    };
    const canvas = svg("svg", { width, height: HEIGHT, role: "img", "aria-label": status.textContent });
    for (let power = LOW; power <= HIGH; power += 3) {
      const y = py(10 ** power);
      canvas.append(svg("line", { class: power ? "rule faint" : "rule", x1: left, x2: right, y1: y, y2: y }),
        text(left - 6, y + 4, power ? `10^{${power}}` : "1", { size: 12, anchor: "end" }));
    }
    for (let t = 0; t <= last; t += 10) {
      canvas.append(text(px(t), bottom + 17, String(t), { size: 12, plain: true }));
    }
    canvas.append(text((left + right) / 2, HEIGHT - 6, words.axis, { size: 12, plain: true }));
    const curves = [["lstm", "state", words.lstm], ["rnn", "gate dashed", words.rnn]];
    for (const [name, kind] of curves) {
      canvas.append(line(shares[name].map((share, t) => [px(t), py(share)]), { class: `curve ${kind}` }));
    }
    nameCurves(canvas, curves, px, py);
    drawing.replaceChildren(canvas);
  }

  // Each curve's name stands in the plot near its left part, the two never on each other.
  function nameCurves(canvas, curves, px, py) {
    const at = 3;
    const [a, b] = curves.map(([name]) => py(shares[name][at]));
    const up = a <= b;
    const places = [up ? a - 8 : a + 18, up ? b + 18 : b - 8].map((y) =>
      Math.min(HEIGHT - 48, Math.max(26, y)));
    if (Math.abs(places[0] - places[1]) < 16) places[up ? 0 : 1] = Math.max(26, places[up ? 1 : 0] - 16);
    if (Math.abs(places[0] - places[1]) < 16) places[up ? 1 : 0] += 16;
    curves.forEach(([, kind, name], k) => canvas.append(
      text(px(at), places[k], name, { size: 13, anchor: "start", plain: true, kind: `name ${kind}` })));
  }

  const sliders = [
    { name: "bias", tex: "b_f", min: -2, max: 7, step: 0.5, show: (v) => number(v, 1) },
    { name: "scale", tex: "W_{aa}", min: 0.5, max: 1.6, step: 0.05, show: (v) => number(v, 2) },
    { name: "size", tex: "x", min: 0, max: 2, step: 0.25, show: (v) => number(v, 2) },
  ].map(({ name, ...rest }) => slider({
    ...rest, name: words.sliders[name], value: set[name], change: (value) => change(name, value),
  }));
  stage.replaceChildren(html("div", { class: "touch-controls" }, ...sliders), drawing, status);
  tell();
  onWidth(drawing, (wanted) => { width = wanted; draw(); });
}
