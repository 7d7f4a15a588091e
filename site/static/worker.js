// Python beside the page: bare Pyodide with NumPy, the helper files, and a runner of cells.
// Asked by {id, cells: [{name, source, draws}]}, it answers {id, cell, kind, text}, kind being
// "cell" (begins), "text", "html", "error", "drawing" or "done"; and {kind: "ready"} or {kind: "broken"}.
const here = (path) => new URL(path, self.location.href).href;
const PYODIDE = here("../lite/static/pyodide/");

let current = null;
const say = (kind, text) => self.postMessage({ ...current, kind, text });

async function start(language, line) {
  importScripts(`${PYODIDE}pyodide.js`);
  // All that is needed is asked for at once.
  const [pyodide, helpers, runner] = await Promise.all([
    loadPyodide({ indexURL: PYODIDE, packages: ["numpy"] }),
    fetch(here("helpers.zip")).then((answer) => answer.arrayBuffer()),
    fetch(here("runner.py")).then((answer) => answer.text()),
  ]);
  pyodide.unpackArchive(helpers, "zip", { extractDir: "/home/pyodide" });
  pyodide.FS.writeFile("/home/pyodide/course_runner.py", runner);
  const printed = () => {
    const decoder = new TextDecoder();
    return { write: (bytes) => (say("text", decoder.decode(bytes, { stream: true })), bytes.length) };
  };
  pyodide.setStdout(printed());
  pyodide.setStderr(printed());
  const module = pyodide.pyimport("course_runner");
  module.start(say, language, line);
  pyodide.runPython("import rnn_utils");
  return { pyodide, module };
}

const python = new Promise((resolve, reject) => {
  self.addEventListener("message", ({ data }) => {
    if (data.language) start(data.language, data.line).then(resolve, reject);
  });
});
python.then(
  () => self.postMessage({ kind: "ready" }),
  (error) => self.postMessage({ kind: "broken", text: String(error) }),
);

async function draw(pyodide) {
  if ("matplotlib" in pyodide.loadedPackages) return;
  say("drawing");
  await pyodide.loadPackage("matplotlib", { messageCallback() {} });
}

function runOnce(module, { name, source, called }) {
  const answer = module.run(name, source, called);
  const fault = answer?.toJs({ dict_converter: Object.fromEntries });
  answer?.destroy();
  return fault;
}

async function run({ id, cells }) {
  const { pyodide, module } = await python;
  for (const cell of cells) {
    current = { id, cell: cell.name };
    say("cell");
    if (cell.draws) await draw(pyodide);
    let fault = runOnce(module, cell);
    if (fault?.missing === "matplotlib") {
      await draw(pyodide);
      say("cell"); // begins anew
      fault = runOnce(module, cell);
    }
    if (fault) {
      say("error", fault.text);
      break;
    }
  }
  say("done");
}

let queue = Promise.resolve();
self.addEventListener("message", ({ data }) => {
  if (data.cells) queue = queue.then(() => run(data));
});
