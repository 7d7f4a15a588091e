// Prints the list of typefaces that Matplotlib makes when it is imported, in the Pyodide of a folder.
// Called by wheels.py with the folder node_modules and that of Pyodide.
import { createRequire } from "node:module";

const [npm, folder] = process.argv.slice(2);
const { loadPyodide } = createRequire(npm + "/")("pyodide");
const python = await loadPyodide({ indexURL: folder + "/" });
await python.loadPackage("matplotlib", { messageCallback() {} });
const path = python.runPython(`
    from pathlib import Path
    import matplotlib.font_manager
    str(Path(matplotlib.__file__).with_name("fontlist.json"))
`);
process.stdout.write(python.FS.readFile(path, { encoding: "utf8" }));
