"""Compiles the Python of wheels and of the standard library ahead; runs inside Pyodide.

Pyodide's packages come as source, which each start of Python would compile anew: half of its time.
Only the Python that will read the result can make it, so compile_wheels.mjs runs this in Pyodide.
"""

import importlib.util
import io
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc


def compiled(data, folder):
    """Bytes of an archive in which each module is compiled.

    Parameters
    ----------
    data : bytes
        A wheel, or another zip of modules.
    folder : str
        Where the modules will lie, for tracebacks.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            name, content = entry.filename, source.read(entry)
            if name.endswith(".py"):
                try:
                    code = compile(content, f"{folder}/{name}", "exec", dont_inherit=True)
                except SyntaxError:
                    pass  # a template, or for another Python: stays as it came
                else:
                    mark = importlib.util.source_hash(content)
                    content = bytes(_code_to_hash_pyc(code, mark, checked=False))
                    name += "c"
            same_date = zipfile.ZipInfo(name)  # the same bytes on each build
            target.writestr(same_date, content, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()
