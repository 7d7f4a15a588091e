// A field for Python code: a textarea above the same text in colours. Small on purpose.
const TOKENS = new RegExp(
  [
    /(?<c>#[^\n]*)/,
    /(?<s>[rbf]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
    /(?<k>\b(?:and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|if|import|in|is|lambda|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)/,
    /(?<m>\b\d[\d_.]*(?:e[+-]?\d+)?\b)/,
  ].map((each) => each.source).join("|"),
  "gi",
);

// Code as nodes with Pygments' classes.
export function colours(code) {
  const nodes = [];
  let at = 0;
  for (const match of code.matchAll(TOKENS)) {
    nodes.push(code.slice(at, match.index));
    const [kind] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    const span = document.createElement("span");
    span.className = kind === "c" ? "c1" : kind;
    span.textContent = match[0];
    nodes.push(span);
    at = match.index + match[0].length;
  }
  nodes.push(code.slice(at));
  return nodes;
}

// What a key does to a text; null if the field does it itself.
export function typed(key, shift, { value, selectionStart: start, selectionEnd: end }) {
  const line = value.lastIndexOf("\n", start - 1) + 1;
  const insert = (text) => ({ from: start, to: end, text, at: start + text.length });
  if (key === "Tab" && shift) {
    const blanks = Math.min(4, /^ */.exec(value.slice(line))[0].length);
    return { from: line, to: line + blanks, text: "", at: Math.max(line, start - blanks) };
  }
  if (key === "Tab") return insert(" ".repeat(4 - ((start - line) % 4)));
  if (key === "Enter") {
    const before = value.slice(line, start);
    const indent = /^ */.exec(before)[0];
    return insert(`\n${indent}${/:\s*(#.*)?$/.test(before) ? "    " : ""}`);
  }
  return null;
}

// Puts an editor in the place of a block of code.
export function edit(block, { label, code, changed, run }) {
  const field = Object.assign(document.createElement("textarea"), {
    value: code, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off",
  });
  field.setAttribute("aria-label", label);
  const shown = document.createElement("pre");
  shown.className = "code";
  shown.setAttribute("aria-hidden", "true");
  const box = document.createElement("div");
  box.className = "editor";
  box.append(shown, field);
  block.replaceWith(box);

  let leaving = false; // Escape, then Tab: the way out for those who have no mouse
  function draw() {
    shown.replaceChildren(...colours(field.value), "\n ");
  }
  field.addEventListener("input", () => {
    draw();
    changed(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      run();
      return;
    }
    if (event.key === "Escape") {
      leaving = true;
      return;
    }
    const change = leaving && event.key === "Tab" ? null : typed(event.key, event.shiftKey, field);
    if (event.key !== "Shift") leaving = false;
    if (!change) return;
    event.preventDefault();
    field.setRangeText(change.text, change.from, change.to, "end");
    field.setSelectionRange(change.at, change.at);
    field.dispatchEvent(new Event("input"));
  });
  draw();
  return {
    field,
    set(text) {
      field.value = text;
      draw();
    },
  };
}
