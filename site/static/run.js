// Cells of a lesson's page that can be run: fields for answers, buttons, results.
import { edit } from "./editor.js";
import * as work from "./work.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const { words, lesson } = facts;
const { notebook } = facts.lessons.find((each) => each.name === lesson);

// ------------------------------------------------------------------ Python

let worker = null;
let ready = false;
let runs = 0;
const asked = new Map(); // id of a run -> what listens to it

export function startPython() {
  if (worker) return;
  worker = new Worker(new URL("./worker.js", import.meta.url));
  worker.postMessage({ language: facts.language, line: words.line });
  worker.addEventListener("message", ({ data }) => {
    if (data.kind === "ready") {
      ready = true;
      document.body.dataset.python = "ready";
    } else if (data.kind === "broken") {
      for (const listen of asked.values()) listen({ kind: "broken", text: data.text });
      stopPython();
    } else {
      asked.get(data.id)?.(data);
    }
  });
  worker.addEventListener("error", () => {
    for (const listen of asked.values()) listen({ kind: "broken", text: "" });
    stopPython();
  });
}

function stopPython() {
  worker?.terminate();
  [worker, ready] = [null, false];
  asked.clear();
  for (const cell of cells.values()) cell.ran = null;
}

// While the reader reads, not before he has touched the page, and not where data is to be saved.
function startWhenRead() {
  if (navigator.connection?.saveData) return;
  const signs = ["scroll", "pointerdown", "pointermove", "keydown", "touchstart"];
  const start = () => {
    for (const sign of signs) removeEventListener(sign, start, true);
    startPython();
  };
  for (const sign of signs) addEventListener(sign, start, { capture: true, passive: true });
}

// ------------------------------------------------------------------ cells

class Cell {
  constructor(section) {
    this.section = section;
    this.name = section.dataset.cell;
    this.kind = section.dataset.kind;
    this.draws = "draws" in section.dataset;
    this.block = section.querySelector("pre.code");
    this.released = this.block.textContent.replace(/\n$/, "");
    this.source = this.released;
    this.needs = section.dataset.needs.split(" ").filter(Boolean);
    this.output = section.querySelector(".output");
    this.ran = null; // what Python has of it: source and run of those before
    this.calledName = section.dataset.called;
    if (this.kind !== "setup" && this.kind !== "given") this.addBar();
  }

  button(word, action, strong) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: words[word], onclick: action });
    const name = words.named.replace("{button}", words[word]).replace("{name}", this.calledName);
    button.setAttribute("aria-label", name);
    if (strong) button.className = "strong";
    this.bar.append(button);
    return button;
  }

  addBar() {
    this.bar = document.createElement("div");
    this.bar.className = "bar";
    const isAnswer = this.kind === "answer";
    this.button(isAnswer ? "check" : "run", () => this.run(), isAnswer);
    this.stop = this.button("stop", () => this.halt());
    this.stop.hidden = true;
    if ("editable" in this.section.dataset) this.open();
    else this.opener = this.button("edit", () => this.open(true));
    if (isAnswer) this.reset = this.button("reset", () => this.startOver());
    this.state = Object.assign(document.createElement("span"), { className: "state" });
    this.state.setAttribute("role", "status");
    this.bar.append(this.state);
    this.output.before(this.bar);
  }

  open(focus = false) {
    const label = words.code_of.replace("{name}", this.calledName);
    const changed = (text) => {
      this.source = text;
      work.keep(lesson, this.name, text, undefined);
    };
    this.editor = edit(this.block, { label, code: this.source, changed, run: () => this.run() });
    this.opener?.remove();
    const fold = this.section.querySelector("details.fold");
    if (fold) fold.open = true;
    if (focus) this.editor.field.focus();
  }

  set(text) {
    this.source = text;
    if (this.bar && !this.editor) this.open();
    this.editor?.set(text);
  }

  startOver() {
    if (this.reset.textContent === words.reset) {
      this.reset.textContent = words.surely;
      setTimeout(() => (this.reset.textContent = words.reset), 5000);
      return;
    }
    this.reset.textContent = words.reset;
    this.set(this.released);
    work.keep(lesson, this.name, this.released, undefined);
  }

  say(text) {
    this.state.textContent = text;
  }

  // Cells to run: those before that are missing or have changed, then this one, then its check.
  plan() {
    const list = [];
    const stamps = new Map(); // of a cell: its text and that of all that it needs
    const add = (cell) => {
      if (stamps.has(cell)) return stamps.get(cell);
      const before = cell.needs.map((name) => add(cells.get(name)));
      const stamp = hash(cell.source + before.join());
      stamps.set(cell, stamp);
      if (cell === this || cell.ran !== stamp) list.push({ cell, stamp });
      return stamp;
    };
    add(this);
    const check = this.kind === "answer" && cells.get(`${this.name}_check`);
    if (check) list.push({ cell: check, stamp: null });
    return list;
  }

  run() {
    startPython();
    const id = ++runs;
    const list = this.plan();
    const check = list.find(({ cell }) => cell !== this && cell.name === `${this.name}_check`)?.cell;
    const result = new Result(this.output);
    this.stop.hidden = false;
    this.say(ready ? words.running : words.starting);
    let failed = false;

    const finish = (text) => {
      asked.delete(id);
      this.stop.hidden = true;
      this.say(text);
      delete this.section.dataset.running;
    };
    this.section.dataset.running = "yes";
    this.finish = finish;
    asked.set(id, ({ kind, cell: name, text }) => {
      if (kind === "broken") return finish(words.failed);
      const cell = cells.get(name);
      const own = cell === this || cell === check;
      if (kind === "cell") {
        this.say(own ? words.running : words.before.replace("{name}", cell.calledName));
        if (cell === this) result.clear();
      } else if (kind === "drawing") this.say(words.drawing);
      else if (kind === "text" && own) result.text(text, cell === check);
      else if (kind === "html" && own) result.html(text);
      else if (kind === "error") {
        failed = true;
        if (!own) result.failed(`${words.above.replace("{name}", cell.calledName)}\n`);
        result.failed(text);
      } else if (kind === "done") {
        if (!failed) for (const { cell: each, stamp } of list) each.ran = stamp;
        this.record(!failed);
        if (result.empty && !failed) result.text(words.done);
        finish("");
      }
    });
    const cellsOf = list.map(({ cell }) => ({
      name: cell.name, called: cell.calledName, source: cell.source, draws: cell.draws,
    }));
    worker.postMessage({ id, cells: cellsOf });
  }

  record(passed) {
    const isCheck = this.kind === "check" || cells.has(`${this.name}_check`);
    if (isCheck) work.pass(lesson, this.calledName, passed);
    this.section.dataset.result = passed ? "passed" : "failed";
  }

  halt() {
    stopPython();
    this.finish(words.stopped);
  }
}

function hash(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return `${text.length}:${sum}`;
}

// The place below a cell: what a solved lesson shows, until the reader's own result comes.
class Result {
  constructor(output) {
    this.output = output;
    this.clear();
  }

  get empty() {
    return !this.output.childNodes.length;
  }

  clear() {
    this.output.replaceChildren();
  }

  box(kind) {
    const last = this.output.lastElementChild;
    if (last?.className === kind) return last;
    const box = Object.assign(document.createElement("pre"), { className: kind });
    this.output.append(box);
    return box;
  }

  text(text, passed = false) {
    this.box(passed ? "message passed" : "printed").append(text);
  }

  html(text) {
    const box = Object.assign(document.createElement("div"), { className: "drawn scroll" });
    box.innerHTML = text; // made by the reader's own code, in the reader's own page
    for (const image of box.querySelectorAll("img")) image.className = "card";
    this.output.append(box);
  }

  failed(text) {
    this.box("message failed").append(text);
  }
}

// ------------------------------------------------------------------ work that is kept

const sections = [...document.querySelectorAll(".cell")];
const cells = new Map();
for (const section of sections) cells.set(section.dataset.cell, new Cell(section));

for (const [name, { source }] of Object.entries(work.lesson(lesson).answers)) {
  const cell = cells.get(name);
  if (cell && source !== cell.source) cell.set(source);
}

function offer(cell, theirs) {
  const box = document.createElement("p");
  box.className = "other";
  box.append(`${words.other} `);
  for (const word of ["take", "keep"]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: words[word] });
    button.onclick = () => {
      if (word === "take") cell.set(theirs);
      work.keep(lesson, cell.name, cell.source, theirs);
      box.remove();
    };
    box.append(button, " ");
  }
  cell.output.before(box);
}

async function shareWithNotebook() {
  const theirs = await work.ofNotebook(notebook);
  if (!theirs) return;
  const mine = [...cells.values()].filter((cell) => cell.editor);
  const released = Object.fromEntries(mine.map((cell) => [cell.name, cell.released]));
  const { taken, differing } = work.merged(work.lesson(lesson).answers, theirs.answers, released);
  for (const [name, source] of Object.entries(taken)) {
    cells.get(name).set(source);
    work.keep(lesson, name, source, source);
  }
  for (const [name, source] of Object.entries(differing)) offer(cells.get(name), source);
}

for (const link of document.querySelectorAll("[data-carry]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await work.carry(lesson, notebook).catch(() => {}); // no database here: the notebook opens as it is
    location.assign(link.href);
  });
}

await shareWithNotebook().catch(() => {});
startWhenRead();
document.body.dataset.cells = "ready";
