"""Runs the cells of a lesson's page inside Pyodide, as a notebook would."""

import ast
import builtins
import linecache
import os
import sys
import traceback
import types

import __main__

OWN = "<cell {}>"  # file name of a cell's code, by which its lines are found again
_send, _line = None, ""
_called = {}  # file name of a cell's code -> what a reader calls the cell


def start(send, language, line):
    """Make ready.

    Parameters
    ----------
    send : callable
        Gets what cells display, as ``send(kind, text)``.
    language : str
        Language of the page.
    line : str
        How a line of a cell is named, with {name} and {line}.
    """
    global _send, _line
    _send, _line = send, line
    os.environ["MPLBACKEND"] = "agg"
    os.environ["RNN_LANGUAGE"] = language
    builtins.display = display
    shown = types.ModuleType("IPython.display")
    shown.display = display
    package = types.ModuleType("IPython")
    package.display = shown
    package.get_ipython = lambda: None  # Matplotlib asks
    # The helpers ask IPython only to display; the real one is large.
    sys.modules |= {"IPython": package, "IPython.display": shown}


def display(value, raw=False):
    """Show a value in the page: its HTML if it has one, else its text."""
    if raw:
        _send("html", value["text/html"])
    elif hasattr(value, "_repr_html_"):
        _send("html", value._repr_html_())
    else:
        _send("text", f"{value!r}\n")


def run(name, source, called):
    """Run a cell; return None, or a dict that says what went wrong.

    Parameters
    ----------
    name : str
        The cell's name.
    source : str
        Its code.
    called : str
        What a reader calls it.
    """
    file = OWN.format(name)
    _called[file] = called
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    try:
        tree = ast.parse(source, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file, "exec"), __main__.__dict__)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), file, "eval"), __main__.__dict__)
            if value is not None:
                display(value)
    except ModuleNotFoundError as error:
        return {"missing": (error.name or "").split(".")[0], "text": _told(error)}
    except BaseException as error:
        return {"text": _told(error)}
    finally:
        sys.stdout.flush()
    return None


def _told(error):
    """What a reader is shown of an exception: its own message, or the lines of cells."""
    render = getattr(error, "_render_traceback_", None)
    if render:
        return "\n".join(render())
    if isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error))
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(OWN.partition("{")[0])
    ]
    lines = [
        f"{_line.format(name=_called[frame.filename], line=frame.lineno)}\n    {frame.line}\n"
        for frame in frames
    ]
    return "".join(lines + traceback.format_exception_only(error))
