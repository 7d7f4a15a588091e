"""The language that the course speaks to its reader: English, or one of its translations.

Every sentence is written in English, in a table of `Words` or under `say`. A translation is found
by its English in ``rnn_LANGUAGE.json``, which the build generates; what is not there stays English.
In English nothing is loaded, and looking a sentence up costs next to nothing.
"""

import contextlib
import functools
import json
import os
import re
import sys
from pathlib import Path

ENGLISH = "en"
METADATA = "course_language"  # key in a notebook's metadata
VARIABLE = "RNN_LANGUAGE"  # of the environment, for runs that have no notebook
MARK = re.compile(rf'"{METADATA}"\s*:\s*"([a-z]{{2,3}})"')
ALL_I = str.maketrans("Iİı", "iii", "\u0307")  # with the dot that may stand behind an I

_spoken = {"language": ENGLISH, "words": {}}


def say(text):
    """Return a text in the language that is spoken."""
    return _spoken["words"].get(text, text)


class Words(dict):
    """A table of sentences by keys that stay; looking one up gives it in the language spoken."""

    def __getitem__(self, key):
        """Sentence of a key, translated."""
        return say(super().__getitem__(key))

    def get(self, key, default=None):
        """Sentence of a key, translated, or the default."""
        return self[key] if key in self else default


def capital(text):
    """Return a text with a capital first letter: in Turkish that of i is İ."""
    first = text[:1]
    return ("İ" if first == "i" and spoken() == "tr" else first.upper()) + text[1:]


def folded(text):
    """Return a text in which case says nothing any more, in Turkish nor elsewhere.

    Turkish has two pairs of letters where English has one: I with ı, and İ with i. A keyboard may
    bring any of the four, so all become i.
    """
    return text.translate(ALL_I).casefold()


def spoken():
    """Return the code of the language that is spoken."""
    return _spoken["language"]


@functools.cache
def languages():
    """Codes of the languages that there are beside English: those whose catalogues lie here."""
    here = Path(__file__).resolve().parent
    names = (path.stem.removeprefix("rnn_") for path in here.glob("rnn_??*.json"))
    return tuple(sorted(name for name in names if len(name) <= 3))


@functools.cache
def catalogue(code):
    """Translations of a language by their English."""
    path = Path(__file__).resolve().with_name(f"rnn_{code}.json")
    return json.loads(path.read_text(encoding="utf-8"))["words"]


def language(code=None):
    """Speak another language from now on; without a code, say which one is spoken.

    Parameters
    ----------
    code : str, optional
        Such as ``"tr"`` for Turkish or ``"en"`` for English.

    Raises
    ------
    ValueError
        If the course has no such language.
    """
    if code is None:
        return spoken()
    if code != ENGLISH and code not in languages():
        known = ", ".join([ENGLISH, *languages()])
        words = say("The course does not speak {code!r}. It speaks {known}.")
        raise ValueError(words.format(code=code, known=known))
    _switch(code)
    _watch_cells()
    return code


def _switch(code):
    _spoken.update(language=code, words={} if code == ENGLISH else catalogue(code))


def speak(code):
    """Speak a language from now on; one that the course has not is taken for English."""
    _switch(code if code in languages() else ENGLISH)


@contextlib.contextmanager
def speaking(code):
    """Speak a language for the time of a block; one that the course has not is taken for English.

    Parameters
    ----------
    code : str
        Of the language.
    """
    before = dict(_spoken)
    speak(code)
    try:
        yield
    finally:
        _spoken.update(before)


def language_of(text):
    """Language that a notebook's file names, by its text; English if it names none."""
    match = MARK.search(text)
    return match[1] if match else ENGLISH


# ---------------------------------------------------------------- in a notebook


def follow_notebook():
    """Speak the language of the notebook that runs, as far as that can be found out."""
    code = os.environ.get(VARIABLE) or _language_of_notebook()
    if code and code != spoken() and code in (ENGLISH, *languages()):
        language(code)


def _language_of_notebook():
    """Language of the notebook that this kernel runs; None where none runs, or several may."""
    shell = _shell()
    if shell is None or not getattr(shell, "kernel", None):
        return None
    text = _from_colab() if "google.colab" in sys.modules else None
    if text is not None:
        return language_of(text)
    named = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    if named and (found := _read(named)) is not None:
        return language_of(found)
    # Whoever starts the kernel may not say for which notebook: then all those beside it count.
    beside = {language_of(_read(path) or "") for path in sorted(Path().glob("*.ipynb"))}
    return beside.pop() if len(beside) == 1 else None


def _shell():
    get = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get() if get else None


def _read(path):
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _from_colab():
    """Text of the notebook that Colab shows, which is in no file; None if it does not answer."""
    try:
        from google.colab import _message

        return json.dumps(_message.blocking_request("get_ipynb", timeout_sec=5))
    except Exception:  # Colab's own affair: then the course speaks English
        return None


class _Translator:
    """Translates what a cell shows, just before it runs; IPython calls it for each cell."""

    def visit(self, tree):
        if spoken() == ENGLISH:
            return tree
        from rnn_shown import translated

        return translated(tree, _spoken["words"])


def _watch_cells():
    shell = _shell()
    if shell is None:
        return
    watching = any(isinstance(each, _Translator) for each in shell.ast_transformers)
    if not watching:
        shell.ast_transformers.append(_Translator())
