// Begins the worker that runs a notebook's Python. The page starts it before JupyterLab is there, and
// JupyterLab's kernel then finds Python running: its own script asks for `loadPyodide`, as it would
// without this. COURSE_PYTHON is put before this by kernel.py.
"use strict";

// The kernel's script reads this file once more, by the address that it has for Pyodide.
if (!self.coursePython) {
  const here = (path) => new URL(path, self.location.href).href;
  const PYODIDE = here("static/pyodide/");

  const start = async () => {
    importScripts(`${PYODIDE}pyodide.js`);
    const load = self.loadPyodide;
    const [python, helpers] = await Promise.all([
      load({
        indexURL: PYODIDE,
        packages: COURSE_PYTHON.packages,
        env: { RNN_LANGUAGE: new URLSearchParams(self.location.search).get("language") },
      }),
      fetch(here("../static/helpers.zip")).then((answer) => answer.arrayBuffer()),
    ]);
    python.unpackArchive(helpers, "zip"); // into Python's own folder, where it is now
    python.runPython(COURSE_PYTHON.begin);
    return python;
  };

  self.coursePython = start();
  self.coursePython.catch(() => {}); // told when the kernel asks
  importScripts(here(COURSE_PYTHON.script));
}
self.loadPyodide = () => self.coursePython;
