// Picture 1: the LSTM cell or the GRU cell. Each part can be pointed at, on the way forward or back.
import { gruCellBackward, gruCellForward, lstmCellBackward, lstmCellForward } from "./networks.js";
import { gruLayout, lstmLayout } from "./cell_layouts.js";
import { formula, spoken } from "./notation.js";
import { arrow, choice, fillTable, html, number, onWidth, slider, svg, text } from "./parts.js";

// Values and gradients of all parts, for one unit, one feature and one example.
export function measure(kind, { xt, a_prev: aPrev, c_prev: cPrev }, { da, dc }, parameters) {
  return kind === "lstm" ? measureLstm([xt], [aPrev], [cPrev], [da], [dc], parameters)
    : measureGru([xt], [aPrev], [da], parameters);
}

function measureLstm(xt, aPrev, cPrev, da, dc, p) {
  const seen = lstmCellForward(xt, aPrev, cPrev, p);
  const back = lstmCellBackward(da, dc, seen);
  const { ft, it, cct, ot, cNext, tanhC, aNext, ytPred, stack } = seen;
  return {
    c_prev: [cPrev, back.dcPrev], a_prev: [aPrev, back.daPrev], xt: [xt, back.dxt],
    stack: [stack, back.ds], f: [ft, back.dz.f], i: [it, back.dz.i], cct: [cct, back.dz.c],
    keep: [[ft[0] * cPrev[0]], back.dc], write: [[it[0] * cct[0]], back.dc],
    c_next: [cNext, back.dc], o: [ot, back.dz.o], tanh_c: [tanhC, back.dcOwn],
    a_next: [aNext, da], yt_pred: [ytPred, []],
  };
}

function measureGru(xt, aPrev, da, p) {
  const seen = gruCellForward(xt, aPrev, p);
  const back = gruCellBackward(da, seen);
  const { ut, rt, vt, cct, aNext, ytPred, stack, resetStack } = seen;
  return {
    a_prev: [aPrev, back.daPrev], xt: [xt, back.dxt], stack: [stack, back.ds],
    u: [ut, back.dz.u], r: [rt, back.dz.r], v: [vt, back.dv],
    reset_stack: [resetStack, back.dResetStack], cct: [cct, back.dz.c],
    keep: [[(1 - ut[0]) * aPrev[0]], da], write: [[ut[0] * cct[0]], da],
    a_next: [aNext, da], yt_pred: [ytPred, []],
  };
}

const written = (values, digits = 3) => values.map((value) => number(value, digits)).join("; ");

export function mount({ figure, stage, data, words }) {
  const { kind, cell, whole } = data;
  const layout = kind === "lstm" ? lstmLayout : gruLayout;
  const inputs = { ...cell.start };
  let [chosen, back, width] = [kind === "lstm" ? "f" : "u", false, 0];
  let numbers = measure(kind, inputs, cell.arrives, cell.parameters);

  const drawing = html("div", { class: "touch-drawing" });
  const panel = html("div", { class: "touch-panel" });
  const status = html("p", { class: "touch-status", role: "status" });
  const part = (id) => cell.parts.find((each) => each.id === id);

  function choose(id, focus) {
    chosen = id;
    drawPanel();
    for (const each of drawing.querySelectorAll(".part")) mark(each, each.dataset.part === id);
    for (const edge of drawing.querySelectorAll(".edge")) {
      edge.classList.toggle("near", edge.dataset.joins.split(" ").includes(id));
    }
    if (focus) drawing.querySelector(`[data-part="${id}"]`).focus();
  }

  function mark(element, on) {
    element.classList.toggle("chosen", on);
    element.setAttribute("aria-checked", on);
    element.setAttribute("tabindex", on ? 0 : -1);
  }

  function drawPanel() {
    const about = part(chosen);
    const yours = (shown) => (shown ? null : html("em", {}, words.yours));
    const code = (lines) => lines.map((each) => html("code", {}, each));
    const rows = [
      [words.equation + (about.number ? ` ${about.number}` : ""),
        about.equation.length ? about.equation.map(formula) : [words.comes_in]],
      [words.code, whole ? code(about.code) : [html("em", {}, words.yours_code)]],
      [words.shape, [html("span", {}, about.shape)]],
      [words.value, [written(numbers[chosen][0])]],
    ];
    if (about.gradient) {
      const open = whole || about.given;
      rows.push(
        [words.gradient + (about.back_number ? ` ${about.back_number}` : ""),
          open ? about.back.map(formula) : [formula(about.gradient), " ", yours(false)]],
        ...(whole ? [[words.back_code, code(about.back_code)]] : []),
        [words.here, [formula(about.gradient), ` = ${written(numbers[chosen][1])}`]],
      );
    } else rows.push([words.way_back, [words.no_gradient]]);
    const list = html("dl", {}, ...rows.flatMap(([name, shown]) => [
      html("dt", {}, name),
      html("dd", {}, ...shown.flatMap((each, k) => (k && each?.tagName ? [html("br"), each] : [each]))),
    ]));
    panel.replaceChildren(
      html("p", { class: "touch-name" }, html("b", {}, words.parts[chosen][0]), " ", formula(about.tex)),
      html("p", {}, words.parts[chosen][1]), list);
    status.textContent = `${words.parts[chosen][0]}. ${words.parts[chosen][1]}`;
  }

  function drawPart(id, place) {
    const { shape, x, y, w, h, kind: colour, tex, value } = place;
    const group = svg("g", {
      class: `part ${colour}`, role: "radio", "data-part": id,
      "aria-label": `${words.parts[id][0]}, ${spoken(part(id).tex)}`,
      onpointerenter: (event) => event.pointerType === "mouse" && choose(id),
      onclick: () => choose(id, true), onfocus: () => chosen === id || choose(id),
    });
    const reach = Math.max(44, w);
    group.append(svg("rect", { class: "hit", x: x - reach / 2, y: y - Math.max(44, h) / 2,
      width: reach, height: Math.max(44, h) }));
    group.append(shape === "circle" ? svg("circle", { cx: x, cy: y, r: 13 })
      : svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 6,
        class: shape === "label" ? "bare" : "" }));
    const shown = numbers[id][back ? 1 : 0];
    const inside = !value && shown.length === 1; // two numbers have no room; the table has them
    const lines = tex.length + (inside ? 1 : 0);
    const row = (k) => y + 5 + (k - (lines - 1) / 2) * 17;
    tex.forEach((each, k) => group.append(text(x, row(k), each, { size: 14 })));
    const [dx, dy, anchor] = value ?? [0, row(lines - 1) - y, "middle"];
    if (value || inside) {
      group.append(text(x + dx, y + dy, written(shown, 2), { size: 12, anchor, plain: true }));
    }
    return group;
  }

  function draw() {
    const { height, frame, places, edges, dots, ends } = layout(width);
    const canvas = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`,
      role: "radiogroup", "aria-label": words.pick, class: back ? "back" : "forward" });
    const [x1, y1, x2, y2] = frame;
    canvas.append(svg("rect", { class: "frame", x: x1, y: y1, width: x2 - x1, height: y2 - y1, rx: 10 }));
    for (const [from, to, points] of edges) {
      const made = arrow(back ? [...points].reverse() : points);
      made.dataset.joins = [from, to].filter(Boolean).join(" ");
      canvas.append(made);
    }
    for (const [x, y] of dots) canvas.append(svg("circle", { class: "dot", cx: x, cy: y, r: 3.5 }));
    for (const [tex, x, y] of ends) canvas.append(text(x, y + 5, tex, { size: 14 }));
    for (const { id } of cell.parts) canvas.append(drawPart(id, places[id]));
    canvas.addEventListener("keydown", walk);
    const held = drawing.contains(document.activeElement); // a new drawing must not lose the focus
    drawing.replaceChildren(canvas);
    choose(chosen, held);
  }

  function walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const ids = cell.parts.map(({ id }) => id);
    const jump = { Home: ids[0], End: ids.at(-1) }[event.key];
    if (!step && !jump) return;
    event.preventDefault();
    choose(jump ?? ids[(ids.indexOf(chosen) + step + ids.length) % ids.length], true);
  }

  function change(name, value) {
    inputs[name] = value;
    numbers = measure(kind, inputs, cell.arrives, cell.parameters);
    tell();
    draw();
  }

  function tell() {
    const cells = {};
    for (const [id, [value, gradient]] of Object.entries(numbers)) {
      [cells[`${id}.value`], cells[`${id}.gradient`]] = [written(value), written(gradient)];
    }
    fillTable(figure, cells);
  }

  const ways = [["forward", words.forward], ["back", words.backward]];
  const sliders = Object.entries(inputs).map(([name, value]) => slider({
    name: words.inputs[name], tex: part(name).tex, min: -2, max: 2, step: 0.1, value,
    change: (wanted) => change(name, wanted),
  }));
  stage.replaceChildren(
    choice(words.way, ways, "forward", (way) => { back = way === "back"; draw(); }),
    drawing, panel, html("div", { class: "touch-controls" }, ...sliders), status);
  status.hidden = true;
  tell();
  onWidth(drawing, (wanted) => { width = wanted; draw(); });
}
