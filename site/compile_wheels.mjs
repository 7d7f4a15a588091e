// Compiles the wheels in a folder of Pyodide, and its standard library, in place.
// Called by wheels.py with the folder node_modules and the folder of Pyodide.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [npm, folder] = process.argv.slice(2);
const { loadPyodide } = createRequire(npm + "/")("pyodide");
const python = await loadPyodide();
python.runPython(readFileSync(new URL("compile_wheels.py", import.meta.url), "utf8"));
const version = python.runPython("import sys; '%d.%d' % sys.version_info[:2]");
const compiled = python.runPython("lambda data, folder: compiled(data.to_bytes(), folder)");

for (const name of readdirSync(folder)) {
  const modules = name.endsWith(".whl")
    ? `/lib/python${version}/site-packages`
    : name === "python_stdlib.zip" && `/lib/python${version.replace(".", "")}.zip`;
  if (!modules) continue;
  const path = join(folder, name);
  const made = compiled(new Uint8Array(readFileSync(path)), modules);
  writeFileSync(path, made.toJs());
  made.destroy();
}
