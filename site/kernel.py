"""The start of a notebook's Python: by the page, before JupyterLab is there to ask for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import wheels

HERE = Path(__file__).resolve().parent
SCRIPT = "kernel.js"
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
# How JupyterLite's extension makes the worker of a kernel, where pages are not isolated.
WORKER = re.compile(
    rb"new Worker\(new URL\((\w+)\.p\+\1\.u\((\d+)\),\1\.b\),\{type:void 0\}\)\}initRemote"
)
OURS = b"self.courseKernel(%s.location)}initRemote"
CALL = re.compile(rb"initWorker\((\w+)\)\{return crossOriginIsolated\?")


def hand_over(extension: Path) -> str:
    """Let the extension take the worker that the page has begun.

    Parameters
    ----------
    extension : Path
        Folder of JupyterLite's extension that brings the kernel, in the built page.

    Returns
    -------
    str
        Name of the script that the worker runs for the kernel.

    Raises
    ------
    ValueError
        If the extension makes its worker in another way.
    """
    for path in (extension / "static").glob("*.js"):
        text = path.read_bytes()
        made, call = WORKER.search(text), CALL.search(text)
        if made and call:
            path.write_bytes(text.replace(made[0], OURS % call[1]))
            (script,) = (extension / "static").glob(f"{made[2].decode()}.*.js")
            return script.name
    raise ValueError("The kernel has changed: none of its scripts makes a worker as it did.")


def spare_service_worker(target: Path) -> None:
    """Let only what a notebook's folder is asked for pass through the service worker."""
    path = target / "service-worker.js"
    old, new = b"||(n=maybeFromCache(e))", b"||enableCache&&(n=maybeFromCache(e))"
    path.write_bytes(wheels.replaced(path.read_bytes(), old, new, path.name))


def add_start(target: Path, extension: Path) -> None:
    """Put the script that begins Python into the built page, and let the extension use it."""
    script = extension / "static" / hand_over(extension)
    python = {
        "begin": (HERE / "begin_kernel.py").read_text(encoding="utf-8"),
        "packages": wheels.LOADED,
        "script": script.relative_to(target).as_posix(),
    }
    text = (HERE / SCRIPT).read_text(encoding="utf-8")
    (target / SCRIPT).write_text(f"var COURSE_PYTHON = {json.dumps(python)};\n{text}", "utf-8")
    path = target / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["jupyter-config-data"]["litePluginSettings"][PLUGIN]["pyodideUrl"] = f"./{SCRIPT}"
    path.write_text(json.dumps(config), encoding="utf-8")
