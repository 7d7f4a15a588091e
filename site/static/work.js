// The reader's work, kept in this browser: answers, passed checks, the place. Shared with the notebooks
// of JupyterLite, whose files lie in the browser's database of the same address.

const KEY = "rnn-course/";

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(KEY + name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, value) {
  try {
    localStorage.setItem(KEY + name, JSON.stringify(value));
  } catch {
    // A private window may keep nothing: the work lasts as long as the page.
  }
}

export const lesson = (name) => ({ answers: {}, passed: {}, ...read(name) });
export const last = () => read("last");

// answers: {cell: {source, base}}; base is what page and notebook last had in common.
export function keep(name, cell, source, base) {
  const work = lesson(name);
  const before = work.answers[cell]?.base;
  work.answers[cell] = { source, base: base ?? before };
  write(name, work);
  write("last", { lesson: name, cell });
}

export function forget(name, cell) {
  const work = lesson(name);
  delete work.answers[cell];
  write(name, work);
}

export function pass(name, functionName, passed) {
  const work = lesson(name);
  if (passed) work.passed[functionName] = new Date().toISOString();
  else delete work.passed[functionName];
  write(name, work);
}

// ------------------------------------------------------------------ the notebooks' database

// Its name ends in the path of JupyterLite; the files are in one store, each a model of a notebook.
const lite = () => new URL("../lite/", import.meta.url).pathname;
const database = () => `JupyterLite Storage - ${lite()}`;
const STORE = "files";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Opens the database as JupyterLite does; without `make` only if there is one.
async function open(make) {
  if (!make && indexedDB.databases) {
    const names = (await indexedDB.databases()).map((each) => each.name);
    if (!names.includes(database())) return null;
  }
  const request = indexedDB.open(database());
  request.onupgradeneeded = () => {
    if (!make) request.transaction.abort();
  };
  const opened = await asked(request).catch(() => null);
  if (!opened || opened.objectStoreNames.contains(STORE)) return opened;
  const version = opened.version + 1;
  opened.close();
  if (!make) return null;
  const again = indexedDB.open(database(), version);
  again.onupgradeneeded = () => again.result.createObjectStore(STORE);
  return asked(again);
}

async function stored(path) {
  const opened = await open(false);
  if (!opened) return null;
  const model = await asked(opened.transaction(STORE).objectStore(STORE).get(path));
  opened.close();
  return model ?? null;
}

async function store(path, model) {
  const opened = await open(true);
  const change = opened.transaction(STORE, "readwrite");
  await asked(change.objectStore(STORE).put(model, path));
  opened.close();
}

const text = (source) => (Array.isArray(source) ? source.join("") : source);

// What the notebook of a lesson holds: {answers: {cell: source}, passed: [function]}, or null.
export async function ofNotebook(path) {
  const model = await stored(path).catch(() => null);
  const cells = model?.content?.cells;
  if (!cells) return null;
  const answers = {};
  const passed = [];
  for (const cell of cells) {
    if (cell.cell_type !== "code" || !cell.id) continue;
    answers[cell.id] = text(cell.source);
    const outputs = cell.outputs ?? [];
    const failed = outputs.some((output) => output.output_type === "error");
    if (cell.id.endsWith("_check") && outputs.length && !failed) {
      passed.push(cell.id.slice(0, -"_check".length));
    }
  }
  return { answers, passed };
}

// Brings page and notebook together, cell by cell. Where one side has changed since both were alike,
// the change wins; where both have, the page keeps its own and the other is named.
export function merged(answers, theirs, released) {
  const [taken, differing] = [{}, {}];
  for (const [cell, original] of Object.entries(released)) {
    const other = theirs?.[cell];
    if (other === undefined) continue;
    const { source = original, base = original } = answers[cell] ?? {};
    if (other === source || other === base) continue;
    if (source === base) taken[cell] = other;
    else differing[cell] = other;
  }
  return { taken, differing };
}

// Writes the page's answers into the notebook, so that it opens with them.
export async function carry(name, path) {
  const { answers } = lesson(name);
  if (!Object.keys(answers).length) return;
  let model = await stored(path).catch(() => null);
  if (!model) {
    const answer = await fetch(`${lite()}files/${path}`);
    const now = new Date().toISOString();
    model = {
      name: path.split("/").pop(), path, type: "notebook", format: "json", mimetype: "application/json",
      writable: true, created: now, last_modified: now, content: await answer.json(),
    };
  }
  for (const cell of model.content.cells) {
    const own = answers[cell.id];
    if (own === undefined || text(cell.source) === own.source) continue;
    cell.source = own.source;
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  }
  model.last_modified = new Date().toISOString();
  await store(path, model);
  for (const [cell, own] of Object.entries(answers)) keep(name, cell, own.source, own.source);
}
