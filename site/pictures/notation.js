// Formulas of one line, written in a small part of TeX, as HTML or as the text of an SVG.
// It knows letters with sub- and superscripts, \mathrm{}, and the commands below.
const COMMANDS = {
  alpha: "α", sigma: "σ", odot: "⊙", cdot: "·", times: "×", sum: "Σ", top: "⊤", quad: "   ",
  tanh: "tanh", softmax: "softmax", ",": " ", ";": " ", approx: "≈", leftarrow: "←", partial: "∂", dots: "…",
};
const ACCENTS = { tilde: "\u0303", hat: "\u0302" };

// Runs of text: {text, italic, shift}, with shift -1 for a subscript and 1 for a superscript.
export function runs(tex) {
  const found = [];
  let at = 0;
  const push = (text, italic, shift) => {
    const last = found.at(-1);
    if (last && last.italic === italic && last.shift === shift) last.text += text;
    else found.push({ text, italic, shift });
  };
  const group = () => {
    if (tex[at] !== "{") return tex[at] === "\\" ? command() : tex[at++];
    const end = closing(tex, at);
    const inside = tex.slice(at + 1, end);
    at = end + 1;
    return inside;
  };
  const command = () => {
    const name = /^\\([a-z]+|.)/i.exec(tex.slice(at))[0];
    at += name.length;
    return name;
  };
  const walk = (shift) => {
    const mark = tex[at];
    if (mark === "_" || mark === "^") {
      at += 1;
      for (const run of runs(group())) push(run.text, run.italic, mark === "_" ? -1 : 1);
    } else if (mark === "\\") {
      const name = command().slice(1);
      if (name === "mathrm" || name === "text") push(group(), false, shift);
      else if (name in ACCENTS) push((group() + ACCENTS[name]).normalize("NFC"), true, shift);
      else push(COMMANDS[name] ?? name, false, shift);
    } else {
      at += 1;
      if (mark === "{" || mark === "}") return;
      push(mark === "-" ? "−" : mark, /[a-z]/i.test(mark), shift);
    }
  };
  while (at < tex.length) walk(0);
  return found;
}

function closing(tex, start) {
  let depth = 0;
  for (let at = start; at < tex.length; at += 1) {
    if (tex[at] === "{") depth += 1;
    if (tex[at] === "}" && (depth -= 1) === 0) return at;
  }
  throw new Error(`no closing brace in ${tex}`);
}

// For a label that is read aloud.
export const spoken = (tex) =>
  runs(tex).map(({ text, shift }) => (shift ? ` ${text} ` : text)).join("").trim();

export function formula(tex) {
  const span = document.createElement("span");
  span.className = "touch-formula";
  for (const { text, italic, shift } of runs(tex)) {
    const part = document.createElement(shift ? (shift < 0 ? "sub" : "sup") : "span");
    const inner = italic ? part.appendChild(document.createElement("i")) : part;
    inner.textContent = text;
    span.append(part);
  }
  return span;
}

// Fills an SVG text element; the shift of each run is taken back by the next.
export function fillText(element, tex, size) {
  let height = 0;
  for (const { text, italic, shift } of runs(tex)) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    const wanted = shift * -0.3 * size;
    part.setAttribute("dy", wanted - height);
    part.setAttribute("font-size", shift ? size * 0.72 : size);
    if (italic) part.setAttribute("font-style", "italic");
    part.textContent = text;
    element.append(part);
    height = wanted;
  }
  return element;
}
