// Compiles archives of Python's modules in place: wheels, Pyodide's standard library, the helpers.
// Called by wheels.py with the folder node_modules and the files.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const HELPERS = "/home/pyodide"; // where Python unpacks them
const [npm, ...files] = process.argv.slice(2);
const { loadPyodide } = createRequire(npm + "/")("pyodide");
const python = await loadPyodide();
python.runPython(readFileSync(new URL("compile_wheels.py", import.meta.url), "utf8"));
const version = python.runPython("import sys; '%d.%d' % sys.version_info[:2]");
const compiled = python.runPython("lambda data, folder: compiled(data.to_bytes(), folder)");

for (const path of files) {
  const modules = path.endsWith(".whl")
    ? `/lib/python${version}/site-packages`
    : path.endsWith("/python_stdlib.zip") ? `/lib/python${version.replace(".", "")}.zip` : HELPERS;
  const made = compiled(new Uint8Array(readFileSync(path)), modules);
  writeFileSync(path, made.toJs());
  made.destroy();
}
