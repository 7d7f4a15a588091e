// Picture 5: words coloured by one hidden unit of a trained network, and words drawn from it.
import { applyTemperature, generator, place, readWord, unpack } from "./language.js";
import { button, choice, fillTable, html, number, onWidth, slider, svg, text } from "./parts.js";

const LONGEST = 30;
const signed = (value) => (value > 0 ? "+" : "") + number(value, 2);
const percent = (share, digits = 0) => `${number(100 * share, digits)} %`;

export async function mount({ figure, stage, data, words }) {
  const answer = await fetch(new URL("letters.json", import.meta.url));
  if (!answer.ok) throw new Error(`letters.json: ${answer.status}`);
  const stored = await answer.json();
  const picture = new Letters(figure, data, words, stored);
  picture.show(stage);
}

// The best known unit for a fact: its number and its correlation.
export function bestUnit(correlations) {
  const sizes = correlations.map(Math.abs);
  const unit = sizes.indexOf(Math.max(...sizes));
  return [unit, correlations[unit]];
}

// What the table says: each word's letters with the unit's value after each.
export const inNumbers = (read, unit) =>
  read.slice(1).map(({ letter, a }) => `${letter} ${number(a[unit], 2)}`).join("; ");

// The most probable characters, the first ones first.
export function leaders(probabilities, letters, count = 5) {
  const order = probabilities.map((p, k) => [p, k]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  return order.slice(0, count).map(([p, k]) => `${letters[k]} ${number(p, 3)}`).join("; ");
}

class Letters {
  constructor(figure, data, words, stored) {
    Object.assign(this, { figure, data, words, stored });
    this.temperature = 1;
    this.random = generator(1);
    this.coloured = html("div", { class: "touch-words", role: "group" });
    this.written = html("div", { class: "touch-words", role: "group" });
    this.drawn = html("div", { class: "touch-words", role: "log", "aria-label": words.drawn });
    this.bars = html("div", { class: "touch-drawing" });
    this.note = html("p", { class: "touch-note" });
    this.tell = html("p", { class: "touch-note", role: "status" });
    this.input = html("input", { type: "text", class: "touch-text", spellcheck: "false",
      autocomplete: "off", autocapitalize: "off", "aria-label": words.your_words });
    this.input.addEventListener("input", () => this.colour());
    this.take(data.model);
  }

  take(name) {
    this.model = this.stored[name];
    this.name = name;
    this.letters = [...this.model.alphabet];
    this.parameters = unpack(this.model);
    this.unit = bestUnit(this.model.facts.vowel)[0];
    this.input.value = this.model.words.join(" ");
    this.draft = "";
    this.drawn.replaceChildren();
  }

  show(stage) {
    const { words } = this;
    const models = Object.keys(this.stored).map((name) => [name, words.models[name]]);
    this.chooser = html("div", { class: "touch-controls" });
    stage.replaceChildren(
      choice(words.network, models, this.name, (name) => { this.take(name); this.refresh(); }),
      html("p", { class: "touch-name" }, html("b", {}, words.reading)),
      this.chooser, this.input, this.note, this.coloured, this.legend(),
      html("p", { class: "touch-name" }, html("b", {}, words.writing)),
      html("div", { class: "touch-controls" }, slider({
        name: words.temperature, tex: "T", min: -1, max: 0.5, step: 0.05, value: 0,
        show: (v) => number(10 ** v, 2),
        change: (v) => { this.temperature = 10 ** v; this.drawBars(); },
      })),
      this.written, this.bars, this.tell,
      html("div", { class: "touch-controls" },
        button(words.one_letter, () => this.draw(1)),
        button(words.finish, () => this.draw(LONGEST)),
        button(words.eight, () => this.drawMany(8)),
        button(words.again, () => this.restart())),
      this.drawn);
    onWidth(this.bars, (width) => { this.width = width; this.drawBars(); });
    this.refresh();
  }

  legend() {
    const steps = [-1, -0.5, 0, 0.5, 1].map((value) => this.mark(number(value, 1), value));
    return html("div", { class: "touch-words legend", "aria-hidden": "true" },
      html("span", {}, this.words.value_of), html("span", { class: "touch-word" }, ...steps));
  }

  // Slider and shortcuts for the unit; made anew with each network, because their numbers differ.
  refresh() {
    const { words, model } = this;
    const pick = slider({ name: words.unit, min: 0, max: model.n_a - 1, step: 1, value: this.unit,
      show: (v) => number(v, 0), change: (unit) => { this.unit = unit; this.paint(); } });
    const shortcuts = Object.entries(model.facts).map(([fact, all]) => {
      const [unit, correlation] = bestUnit(all);
      return button(`${words.facts[fact]}: ${unit} (${signed(correlation)})`,
        () => { this.unit = unit; pick.set(unit); this.paint(); });
    });
    this.chooser.replaceChildren(pick, ...shortcuts);
    this.paint();
    this.drawBars();
  }

  paint() {
    this.colour();
    this.writeDraft();
    const old = [...this.drawn.querySelectorAll("[data-word]")];
    for (const each of old) each.replaceWith(this.word(each.dataset.word));
  }

  mark(letter, value) {
    const share = Math.round(Math.min(1, Math.abs(value)) * 100);
    const kind = value < 0 ? "low" : "high";
    const style = `--share: ${share}%`;
    return html("span", { class: `touch-mark ${kind}`, style },
      html("span", { class: "letter" }, letter), html("span", { class: "bar" }));
  }

  // A word with a colour and a bar at each letter; aloud, its letters with their values.
  word(word) {
    const read = readWord(this.parameters, this.model.alphabet, word);
    const aloud = read.slice(1).map(({ letter, a }) => `${letter} ${number(a[this.unit], 1)}`);
    return html("span", { class: "touch-word", role: "img", "data-word": word,
      "aria-label": `${word}: ${aloud.join(", ")}` },
    ...read.slice(1).map(({ letter, a }) => this.mark(letter, a[this.unit])));
  }

  colour() {
    const typed = this.input.value.split(/\s+/).filter(Boolean).map((word) => word.slice(0, 40));
    const unknown = new Set();
    const known = typed.map((word) => [...word].filter((letter) => {
      const there = this.letters.indexOf(letter) > 0;
      if (!there) unknown.add(letter);
      return there;
    }).join("")).filter(Boolean).slice(0, 40);
    this.note.textContent = unknown.size
      ? this.words.unknown.replace("{letters}", [...unknown].join(" ")) : "";
    this.coloured.replaceChildren(...known.map((word) => this.word(word)));
    const { facts } = this.model;
    const goes = Object.entries(facts).map(([fact, all]) =>
      `${this.words.facts[fact]} ${signed(all[this.unit])}`).join(", ");
    this.coloured.setAttribute("aria-label", this.words.coloured.replace("{unit}", this.unit));
    const cells = { goes };
    this.model.words.forEach((_, k) => {
      const word = known[k] ?? "";
      const read = word ? readWord(this.parameters, this.model.alphabet, word) : [];
      cells[`word.${k}`] = read.length ? inNumbers(read, this.unit) : "–";
    });
    fillTable(this.figure, cells);
  }

  writeDraft() {
    const read = readWord(this.parameters, this.model.alphabet, this.draft);
    this.next = read.at(-1).probabilities;
    this.written.setAttribute("aria-label", this.words.draft);
    this.written.replaceChildren(html("span", {}, this.words.draft),
      this.draft ? this.word(this.draft) : html("em", {}, this.words.empty));
  }

  drawBars() {
    if (!this.width) return;
    const tempered = applyTemperature(this.next, this.temperature);
    const { letters, width } = this;
    const [height, base, left] = [150, 126, 40];
    const step = (width - left - 4) / letters.length;
    const top = Math.max(0.3, Math.ceil(Math.max(...tempered, ...this.next) * 10) / 10);
    const y = (share) => base - (share / top) * (base - 14);
    const canvas = svg("svg", { width, height, role: "img", "aria-label":
      this.words.bars.replace("{word}", this.draft || "·").replace("{leaders}", leaders(tempered, letters)) });
    for (const share of [0, top / 2, top]) {
      canvas.append(svg("line", { class: "rule", x1: left, x2: width, y1: y(share), y2: y(share) }),
        text(left - 6, y(share) + 4, percent(share), { size: 11, anchor: "end", plain: true }));
    }
    letters.forEach((letter, k) => {
      const x = left + k * step;
      canvas.append(
        svg("rect", { class: "bar output", x: x + step * 0.15, width: step * 0.7,
          y: y(tempered[k]), height: Math.max(0, base - y(tempered[k])) }),
        svg("line", { class: "tick", x1: x + 1, x2: x + step - 1, y1: y(this.next[k]), y2: y(this.next[k]) }),
        text(x + step / 2, base + 16, k ? letter : "·", { size: Math.min(13, step * 1.15), plain: true }));
    });
    this.bars.replaceChildren(canvas);
    this.tell.textContent = this.words.most.replace("{leaders}", leaders(tempered, letters, 3));
    fillTable(this.figure, { next: leaders(tempered, letters) });
  }

  // Draws letters until the word ends, at most so many.
  draw(count) {
    for (let k = 0; k < count && !this.ended(); k += 1) {
      const index = place(applyTemperature(this.next, this.temperature), this.random());
      if (index === 0) { this.keep(this.draft); return; }
      this.draft += this.letters[index];
      this.writeDraft();
    }
    if (this.ended()) this.keep(this.draft);
    else this.drawBars();
  }

  ended() {
    return [...this.draft].length >= LONGEST;
  }

  keep(word) {
    if (word) this.drawn.prepend(this.word(word));
    while (this.drawn.children.length > 24) this.drawn.lastChild.remove();
    this.draft = "";
    this.writeDraft();
    this.drawBars();
  }

  drawMany(count) {
    this.draft = "";
    this.writeDraft();
    for (let k = 0; k < count; k += 1) this.draw(LONGEST);
  }

  // The same seed gives the same draws again, at another temperature other words.
  restart() {
    this.random = generator(1);
    this.drawn.replaceChildren();
    this.draft = "";
    this.writeDraft();
    this.drawBars();
  }
}
