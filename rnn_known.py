"""Recognise a known mistake by its trace.

``rnn_mistakes.json``, which the build generates, holds for each known mistake its name, what its
author may have thought, a hint, and traces on the inputs of the check (`rnn_traces`).
"""

from rnn_data import read_data
from rnn_language import say
from rnn_traces import marks_checksum, root_traces, same_probes, trace
from rnn_words import FINDINGS


class Recognised:
    """What is known of a function's mistakes.

    Parameters
    ----------
    name : str
        Of the exercise.
    done : list of rnn_quantities.Call
        What the function did on the cases.
    exercise : dict
        The exercise's entry in ``rnn_checks.json``.
    """

    def __init__(self, name, done, exercise):
        self.known = read_data("rnn_mistakes.json")
        self.listed = self.known["functions"].get(name, [])
        self.named = []  # [name, place of the quantity or None], as the sentences give them
        marks, probes = trace(done, exercise)
        # Wrong by next to nothing, and nothing else: which digits remain tells no cause.
        found = {mark for row in marks for mark in row}
        rest = {mark for mark in found - {"=", "~"} if not mark.startswith("raised")}
        self.imprecise = "~" in found and not rest
        self.without_values = not probes and any(
            mark.startswith(("finite", "raised FloatingPointError")) for mark in found
        )
        checksum = marks_checksum(marks)
        self.whole = [
            entry for entry in self.listed if entry[3] == checksum and same_probes(entry[4], probes)
        ]
        self.wrong, roots = root_traces(done, exercise)
        self.roots = {place: tuple(rest) for place, *rest in roots}

    def everything(self):
        """Sentences on a known mistake that does all that the function does; else empty."""
        if self.imprecise:
            return FINDINGS["imprecise"]
        return self._words(self.whole, None) if self.whole else ""

    def quantity(self, place):
        """Sentences on a known mistake that makes one quantity wrong in the same way; else empty.

        Parameters
        ----------
        place : int
            Of the quantity in the exercise's order. What it is made from is right.
        """
        if self.imprecise or place not in self.roots:
            return ""
        fitting = [entry for entry in self.listed if self._fits(entry, place)]
        return self._words(fitting, place) if fitting else ""

    def _fits(self, entry, place):
        """Whether a mistake has this quantity wrong as the function has, and the others may be."""
        wrong, roots = entry[5], {at: tuple(rest) for at, *rest in entry[6]}
        if wrong & ~self.wrong or place not in roots:
            return False  # it would show in a quantity that is right
        return all(
            _same_root(trace, self.roots[at]) if at in self.roots else at != place
            for at, trace in roots.items()
        )

    def _words(self, fitting, place):
        texts = self.known["texts"]
        self.named += [[entry[0], place] for entry in fitting]
        thoughts = list(dict.fromkeys(texts[entry[1]] for entry in fitting))
        hints = list(dict.fromkeys(texts[entry[2]] for entry in fitting))
        if len(hints) > 1 and self.without_values:
            self.named.clear()
            return ""  # several mistakes end in nan at the same places
        if len(hints) > 1:
            listed = "\n".join(f"- {say(hint)}" for hint in hints)
            return FINDINGS["several"].format(count=len(hints), hints=listed)
        words = FINDINGS["recognised" if len(thoughts) == 1 else "recognised_either"]
        return words.format(thought=say(thoughts[0]), hint=say(hints[0]))


def _same_root(stored, found):
    return stored[0] == found[0] and same_probes(stored[1:], found[1:])
