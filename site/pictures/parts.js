// What all pictures are made of: elements, marks of a drawing, sliders, tables.
import { fillText, formula } from "./notation.js";

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

export function text(x, y, words, { size = 13, anchor = "middle", kind = "", plain = false } = {}) {
  const element = svg("text", {
    x, y, "text-anchor": anchor, "font-size": size, class: `${plain ? "plain" : "math"} ${kind}`,
  });
  if (plain) element.textContent = words;
  else fillText(element, words, size);
  return element;
}

export const line = (points, attributes = {}) =>
  svg("polyline", { points: points.map((point) => point.join(",")).join(" "), ...attributes });

// An arrow along the points; its head is drawn, because a marker takes no colour from the page.
export function arrow(points, kind = "") {
  const [[x1, y1], [x2, y2]] = points.slice(-2);
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (turn) =>
    [x2 - 8 * Math.cos(angle + turn), y2 - 8 * Math.sin(angle + turn)].map((v) => v.toFixed(1));
  const end = [x2 - 5 * Math.cos(angle), y2 - 5 * Math.sin(angle)];
  const head = [[x2, y2], corner(0.42), corner(-0.42)].map((point) => point.join(",")).join(" ");
  return svg("g", { class: `edge ${kind}` },
    line([...points.slice(0, -1), end]), svg("polygon", { points: head }));
}

// A number as the tables of the pages write it: a true minus sign, and no minus before a zero.
export function number(value, digits = 3) {
  const written = value.toFixed(digits);
  return (Number(written) === 0 ? written.replace("-", "") : written).replace("-", "−");
}

// A number of any size with two figures.
export function roughly(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1000) return String(Number(value.toPrecision(2))).replace("-", "−");
  const [digits, power] = value.toExponential(1).split("e");
  const raised = [...String(Number(power))].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
  return `${digits.replace("-", "−")} · 10${raised.join("")}`;
}

// A native slider: arrow keys, page keys and touch come with it.
export function slider({ name, tex, label: shown = name, min, max, step, value, show = (v) => number(v, 1), change }) {
  const output = html("output", {}, show(value));
  const input = html("input", { type: "range", min, max, step, "aria-label": name });
  input.value = value;
  const tell = () => {
    output.textContent = show(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => { tell(); change(Number(input.value)); });
  tell();
  const label = html("span", { class: "touch-label", "aria-hidden": "true" },
    ...(tex ? [formula(tex), " "] : []), shown);
  const box = html("label", { class: "touch-slider" }, label, output, input);
  box.set = (wanted) => { input.value = wanted; tell(); };
  return box;
}

export const button = (words, press, attributes = {}) =>
  html("button", { type: "button", class: "touch-button", onclick: press, ...attributes }, words);

// A choice of one among few, as radio buttons that look like a switch.
export function choice(name, options, chosen, change) {
  const group = html("fieldset", { class: "touch-choice" }, html("legend", {}, name));
  const id = `touch-${Math.random().toString(36).slice(2)}`;
  for (const [value, words] of options) {
    const input = html("input", { type: "radio", name: id, value });
    input.checked = value === chosen;
    input.addEventListener("change", () => change(value));
    group.append(html("label", {}, input, html("span", {}, words)));
  }
  return group;
}

// Writes numbers into the cells of the page's own table, which carry the name of what they show.
export function fillTable(figure, values) {
  for (const cell of figure.querySelectorAll("[data-value]")) {
    if (cell.dataset.value in values) cell.textContent = values[cell.dataset.value];
  }
}

// Draws again whenever the width has changed; the drawing is in pixels, so that text keeps its size.
export function onWidth(stage, draw) {
  let last = 0;
  new ResizeObserver(() => {
    const width = Math.floor(stage.clientWidth);
    if (width && width !== last) { last = width; draw(width); }
  }).observe(stage);
}
