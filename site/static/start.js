// The start page: which checks have passed in this browser, and where the reader was.
import { last, lesson, ofNotebook } from "./work.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const { words } = facts;

for (const { name, functions, notebook } of facts.lessons) {
  const theirs = await ofNotebook(notebook);
  const done = new Set([...Object.keys(lesson(name).passed), ...(theirs?.passed ?? [])]);
  const passed = functions.filter((each) => done.has(each)).length;
  const line = document.querySelector(`.card[data-lesson="${name}"] .passed`);
  if (passed && line) {
    line.textContent = words.passed.replace("{passed}", passed).replace("{all}", functions.length);
    line.style.setProperty("--share", `${(100 * passed) / functions.length}%`);
  }
}

const { lesson: name, cell } = last();
const entry = facts.lessons.find((each) => each.name === name);
if (entry) {
  const begin = document.getElementById("begin");
  const link = begin.cloneNode();
  link.id = "go-on";
  link.href = `lessons/${name}.html#cell-${cell}`;
  link.textContent = words.go_on.replace("{lesson}", entry.title);
  begin.classList.remove("strong");
  begin.before(link);
}
