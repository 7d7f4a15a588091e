"""Run the cells of a notebook without IPython: the names, the printed text, what went wrong.

Runs inside the sandbox, so it imports nothing of the course but the words of its language.
"""

from __future__ import annotations

import ast
import builtins
import errno
import inspect
import io
import linecache
import re
import signal
import sys
import textwrap
import traceback
import types
from typing import Any

from rnn_language import say

QUIET_MAGICS = {"matplotlib", "config", "load_ext", "autoreload", "reload_ext", "precision"}
RUN_MAGICS = {"time", "timeit", "prun", "capture"}


class TimeUp(BaseException):
    """A cell has run longer than it may."""


class Printed(io.TextIOBase):
    """Takes printed text and keeps the first part of it."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit, self.size, self.parts = limit, 0, []

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Keep ``text`` if there is room, else drop it without a word."""
        if self.size < self.limit:
            self.parts.append(text[: self.limit - self.size])
            if self.size + len(text) > self.limit:
                self.parts.append(f"\n{say('[The rest of the printed text was dropped.]')}\n")
        self.size += len(text)
        return len(text)

    def take(self) -> str:
        """Return what was kept, and start anew."""
        text, self.parts, self.size = "".join(self.parts), [], 0
        return text


class Notebook:
    """The state that the cells of a notebook build up."""

    def __init__(self, output_kb: int) -> None:
        self.printed = Printed(output_kb << 10)
        module = types.ModuleType("__main__")
        self.names: dict[str, Any] = module.__dict__
        self.names["__builtins__"] = builtins
        sys.modules["__main__"] = module
        sys.stdout = sys.stderr = self.printed
        sys.stdin = io.StringIO()
        shell = Shell(self)
        builtins.get_ipython = lambda: shell
        builtins.display = shell.display
        sys.displayhook = shell.display_last

    def run(self, cell: str, source: str, seconds: float) -> dict | None:
        """Run one cell.

        Returns
        -------
        dict or None
            What went wrong, as `describe` puts it.
        """
        filename = f"<cell {cell}>"
        try:
            source, code, last = _compile(source, filename)
            linecache.cache[filename] = len(source), None, source.splitlines(True), filename
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return describe(error)
        try:
            if seconds:
                signal.signal(signal.SIGALRM, _time_up)
                signal.setitimer(signal.ITIMER_REAL, seconds)
            try:
                _executed(code, self.names)
                if last is not None:
                    sys.displayhook(_executed(last, self.names))
            finally:
                if seconds:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    signal.signal(signal.SIGALRM, signal.SIG_DFL)
        except BaseException as error:
            return describe(error)
        return None


def _time_up(*_: Any) -> None:
    raise TimeUp


def _compile(source: str, filename: str) -> tuple[str, Any, Any]:
    """Compile a cell; return it as plain Python, its statements, and its last expression if any."""
    if _ends_in_a_block(source):
        try:
            return source, compile(source, filename, "exec"), None
        except SyntaxError:
            pass  # it may be one of IPython's notations
    source = plain_python(source)
    tree = ast.parse(source, filename)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = _code(ast.Expression(tree.body.pop().value), filename, "eval")
    return source, _code(tree, filename, "exec"), last


def _code(tree: ast.AST, filename: str, mode: str) -> types.CodeType:
    return compile(tree, filename, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def _executed(code: types.CodeType, names: dict[str, Any]) -> Any:
    """Value of an expression, or None of statements; with ``await`` outside of any function."""
    value = eval(code, names)
    if code.co_flags & inspect.CO_COROUTINE:
        import asyncio  # few notebooks need it, and each fork would pay for it

        value = asyncio.run(value)
    return value


def _ends_in_a_block(source: str) -> bool:
    """Whether the last line certainly belongs to a ``def``: then there is nothing to display.

    It is so in most cells. A syntax tree would tell of all, but take longer than all the rest.
    """
    *_, last = source.rstrip().rsplit("\n", 1)
    return last.startswith(" ") and last.lstrip().startswith("return ")


# ----------------------------------------------------------------------------- what went wrong


def describe(error: BaseException) -> dict:
    """Put an exception into plain data: ``kind``, ``type``, ``message``, ``line`` and ``text``."""
    line, text = None, ""
    try:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith("<cell ")]
        if own and own[-1].line:
            line, text = own[-1].lineno, own[-1].line
        if isinstance(error, SyntaxError) and type(error.lineno) is int:
            line, text = error.lineno, (error.text or "").strip()
    except Exception:
        pass  # a student's exception may do anything when it is asked
    try:
        message = str(error.msg) if isinstance(error, SyntaxError) else str(error)
    except BaseException:
        message = say("(its message cannot be shown)")
    return {
        "kind": _kind(error),
        "type": str(type(error).__name__)[:60],
        "message": message[:2000],
        "line": line if type(line) is int and abs(line) < 1 << 31 else None,
        "text": str(text)[:300],
    }


_LIMITS = {
    errno.EPERM: "forbidden",
    errno.EACCES: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSYS: "forbidden",
    errno.EAGAIN: "processes",
    errno.EFBIG: "file",
    errno.ENOSPC: "file",
    errno.EMFILE: "open_files",
    errno.ENOMEM: "memory",
}


def _kind(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):
        return "unwritten"
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, TimeUp):
        return "timeout"
    if isinstance(error, FileNotFoundError) and _is_outside(error.filename):
        return "forbidden"  # in the sandbox, a file that is there outside looks missing
    if isinstance(error, OSError):
        return _LIMITS.get(error.errno, "raised")
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error.args):
        return "processes"
    return "raised"


def _is_outside(path: Any) -> bool:
    path = path.decode(errors="replace") if type(path) is bytes else path
    return (
        type(path) is str and path.startswith("/") and not path.startswith(("/scratch/", "/tmp/"))
    )


# --------------------------------------------------------------------------- IPython's notations

MOST_NOTATIONS = 200  # in one cell
_PROMPT = re.compile(r"^(?:>>>|\.\.\.)(?: |$)")
_LINE_MAGIC = re.compile(r"^(\s*)%(\w+)[ \t]*(.*)$")
_SHELL = re.compile(r"^(\s*)!!?(.*)$")
_ASSIGNED = re.compile(r"^(\s*[A-Za-z_][\w, ]*=\s*)([%!])(.*)$")
_HELP = re.compile(r"^\s*\??\??[\w.]+\?{0,2}\s*$")


def plain_python(source: str) -> str:
    """Replace IPython's notations by calls of the stand-in shell, line for line.

    Only a line that Python cannot read is replaced, so that ``%d`` in a string stays.
    """
    first = source.lstrip()
    if first.startswith("%%"):
        head, _, body = first.partition("\n")
        name = head[2:].split()[0] if head[2:].split() else ""
        if name in RUN_MAGICS:
            return "\n" + plain_python(body)
        return f"get_ipython().left_out({head!r})"
    if _stumbles(source) is None:
        return source
    # A notebook runs a cell that is indented as a whole, or copied with Python's prompts.
    lines = textwrap.dedent(source).split("\n")
    if first.startswith(">>>"):
        lines = [_PROMPT.sub("", line) for line in lines]
    for _ in range(MOST_NOTATIONS):
        place = _stumbles("\n".join(lines))
        if place is None or not _replace(lines, place):
            break
    return "\n".join(lines)


def _stumbles(source: str) -> int | None:
    """Index of the line at which Python gives up; None if it does not; -1 if it cannot say."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return (error.lineno or 0) - 1
    except (ValueError, RecursionError, MemoryError):
        return -1
    return None


def _replace(lines: list[str], place: int) -> bool:
    """Replace the notation in a line, and say whether there was one."""
    if not 0 <= place < len(lines):
        return False
    end = place + 1
    while lines[end - 1].endswith("\\") and end < len(lines):
        end += 1  # it goes on in the next line
    line = " ".join(part.removesuffix("\\") for part in lines[place:end])
    plain = _plain_line(line)
    if plain == line:
        return False
    lines[place:end] = [plain, *[""] * (end - place - 1)]
    return True


def _plain_line(line: str) -> str:
    if match := _LINE_MAGIC.match(line):
        indent, name, rest = match.groups()
        return f"{indent}get_ipython().run_line_magic({name!r}, {rest!r})"
    if match := _SHELL.match(line):
        return f"{match[1]}get_ipython().left_out({'!' + match[2]!r})"
    if match := _ASSIGNED.match(line):
        return f"{match[1]}get_ipython().left_out({match[2] + match[3]!r})"
    if "?" in line and _HELP.match(line):
        return re.match(r"\s*", line)[0] + "pass"
    return line


class Shell:
    """A stand-in for IPython's shell: harmless, and without its hooks."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def run_line_magic(self, name: str, rest: str, *_: Any) -> Any:
        """Run the statement of ``%time`` and its like; ignore settings; leave the others out."""
        if name in RUN_MAGICS:
            statement = re.sub(r"^(-\w+\s*\d*\s+)*", "", rest)
            exec(compile(statement, f"<%{name}>", "exec"), self._notebook.names)
        elif name not in QUIET_MAGICS:
            self.left_out(f"%{name} {rest}")

    magic = run_cell_magic = run_line_magic

    def left_out(self, what: str) -> list:
        """Say that something is not run when grading."""
        print(say("[Left out when grading: {what}]").format(what=what.strip()[:200]))
        return []

    system = getoutput = left_out

    def display(self, *values: Any, **_: Any) -> None:
        """Print values in place of showing them."""
        for value in values:
            print(repr(value))

    def display_last(self, value: Any) -> None:
        """Print a cell's last value, as a notebook does."""
        if value is not None:
            print(repr(value))
