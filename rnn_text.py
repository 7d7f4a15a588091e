"""What lesson 06 needs beside its exercises: words to learn from, and ways to look at new ones.

Nothing in here answers an exercise.
"""

import html
import zlib
from pathlib import Path

from rnn_compare import UsageError
from rnn_language import Words

WORDS = Words(
    {
        "missing": "{name} is not here. Looked in: {folders}. Put the file into a folder `data` "
        "beside this notebook; the course has it in its own folder `data`.",
        "not_text": "{path} is not a text file in UTF-8. Save it as plain text first.",
        "no_words": "{path} has no words of {least} to {most} characters.",
        "legend": "From {low} (blue, underlined with dots) through 0 (white) to {high} (orange, "
        "underlined with a line). Hold the pointer over a letter to see its number.",
        "shapes": "values should hold one number for each character: {letters} characters, "
        "{numbers} numbers.",
    }
)
HELD_OUT = 10  # of so many words one is never trained on

# Turkish vowels by what harmony asks: the tongue in front or at the back, the lips round or not.
BACK, FRONT = frozenset("aıou"), frozenset("eiöü")
ROUND, HIGH = frozenset("oöuü"), frozenset("ıiuü")


# ---------------------------------------------------------------- words to learn from


def _data_folders():
    here = Path(__file__).resolve().parent
    # Where the helpers are installed the data lie in a folder whose name is not so common.
    return [here / "data", here / "rnn_data", Path("data"), Path()]


def load_words(name):
    """Load one of the course's word lists, such as ``"names_en.txt"``.

    Parameters
    ----------
    name : str
        Name of a file of ``data/``, one word a line.

    Returns
    -------
    list of str

    Raises
    ------
    UsageError
        If the file is nowhere to be found; the message says where it was looked for.
    """
    folders = _data_folders()
    for folder in folders:
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8").split()
    listed = ", ".join(dict.fromkeys(str(folder.resolve()) for folder in folders))
    raise UsageError(WORDS["missing"].format(name=name, folders=listed))


def load_own_words(path, least=2, most=15):
    """Read the different words of a text file in any language, as they are written.

    Nothing is lower-cased: which small letter belongs to a capital depends on the language.

    Parameters
    ----------
    path : str or Path
        A text file in UTF-8. Words are what blanks and signs separate.
    least, most : int
        Shortest and longest word to keep.

    Returns
    -------
    list of str
        Sorted, each word once.

    Raises
    ------
    UsageError
        If there is no such file, it is no text, or no word is left.
    """
    path = Path(path)
    if not path.is_file():
        folders = str(path.resolve().parent)
        raise UsageError(WORDS["missing"].format(name=path.name, folders=folders))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(WORDS["not_text"].format(path=path)) from None
    # Marks that join a letter, as in Hindi, are no letters but belong to the word.
    kept = "".join(c if c.isalpha() or _joins(c) else " " for c in text)
    words = sorted({word for word in kept.split() if least <= len(word) <= most})
    if not words:
        raise UsageError(WORDS["no_words"].format(path=path, least=least, most=most))
    return words


def _joins(character):
    import unicodedata  # large, and seldom needed

    return unicodedata.category(character).startswith("M")


def alphabet_of(words):
    """Characters of some words in the order of their code points, behind the mark ``"."``."""
    return "." + "".join(sorted(set("".join(words)) - {"."}))


def split_words(words):
    """Split words into those to learn from and those that are held out.

    A word's own letters decide, by a checksum of them: it falls on the same side on every machine,
    in every run and in every list. One in ten is held out.

    Parameters
    ----------
    words : list of str

    Returns
    -------
    training, held_out : list of str
        Both in the order of ``words``.
    """
    out = [not zlib.crc32(word.encode("utf-8")) % HELD_OUT for word in words]
    training = [word for word, held in zip(words, out, strict=True) if not held]
    return training, [word for word, held in zip(words, out, strict=True) if held]


# ---------------------------------------------------------------- looking at new words


def nearest_word(word, words):
    """Find the word that takes the fewest changes of a letter; of several the first.

    Parameters
    ----------
    word : str
    words : iterable of str
        Where to look; at least one.

    Returns
    -------
    nearest : str
    changes : int
        How many letters have to be put in, taken out or exchanged.
    """
    best, fewest = "", len(word) + 100
    for other in words:
        if abs(len(other) - len(word)) < fewest:
            changes = _changes(word, other)
            if changes < fewest:
                best, fewest = other, changes
    return best, fewest


def _changes(one, other):
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def obeys_vowel_harmony(word):
    """Say whether each vowel of a Turkish word fits the vowel before it.

    Parameters
    ----------
    word : str
        In small letters.

    Returns
    -------
    bool or None
        ``None`` for a word with fewer than two vowels, to which the rule says nothing.
    """
    vowels = [letter for letter in word if letter in BACK or letter in FRONT]
    if len(vowels) < 2:
        return None
    return all(map(_follows, vowels[:-1], vowels[1:]))


def _follows(before, vowel):
    if (before in BACK) != (vowel in BACK):
        return False
    if vowel in HIGH:  # ı, i, u, ü take over whether the lips are round
        return (vowel in ROUND) == (before in ROUND)
    return vowel not in ROUND  # behind any vowel a or e, never o or ö


def harmony_share(words):
    """Share of the words with two vowels or more that obey vowel harmony."""
    told = [told for told in map(obeys_vowel_harmony, words) if told is not None]
    return sum(told) / len(told) if told else float("nan")


class ColouredText:
    """Text in which each character is coloured by a number; notebooks show it as HTML.

    Parameters
    ----------
    words : list of str
        Shown one after the other.
    values : list of list of float
        For each word a number from -1 to 1 for each of its characters.
    title : str
        What the numbers are.

    Raises
    ------
    UsageError
        If a word has not as many numbers as characters.
    """

    def __init__(self, words, values, title):
        letters, numbers = [list(map(len, part)) for part in (words, values)]
        if letters != numbers:
            raise UsageError(WORDS["shapes"].format(letters=letters, numbers=numbers))
        self.words, self.title = list(words), title
        self.values = [[float(number) for number in row] for row in values]

    def _repr_html_(self):
        numbers = [number for row in self.values for number in row] or [0.0]
        legend = WORDS["legend"].format(low=f"{min(numbers):.2f}", high=f"{max(numbers):.2f}")
        lines = " ".join(map(self._word_html, self.words, self.values))
        return (
            f"<p><b>{html.escape(self.title)}</b><br><small>{legend}</small></p>"
            f'<p style="font-family: monospace; font-size: 1.3em; line-height: 1.9">{lines}</p>'
        )

    def _word_html(self, word, row):
        letters = "".join(map(_letter_html, word, row))
        return f'<span style="white-space: nowrap; margin-right: 0.8em">{letters}</span> '

    def __repr__(self):
        rows = [
            f"{word}  " + " ".join(map("{}{:+.1f}".format, word, row))
            for word, row in zip(self.words, self.values, strict=True)
        ]
        return "\n".join([self.title, *rows])


def _letter_html(letter, number):
    # Blue and orange of the course's colour-blind safe pair; the underline says the same.
    hue, line = ("213, 94, 0", "solid") if number > 0 else ("0, 114, 178", "dotted")
    strength = min(1.0, abs(number))
    border = f"border-bottom: 3px {line} rgba({hue}, {strength:.2f})"
    style = f"color: #111; background: rgba({hue}, {0.75 * strength:.2f}); {border}; padding: 0 1px"
    return f'<span style="{style}" title="{number:+.2f}">{html.escape(letter)}</span>'
