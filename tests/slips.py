"""The form of a bank that is written as functions and slips in them."""


def new_bank():
    """Return the dict of a bank, and the two functions that enter implementations."""
    mutants = {}

    def attempt(function, kind, name, note, source):
        """Enter a function as a student has it."""
        mutants.setdefault(function, []).append((name, source.lstrip("\n"), kind, note))

    def slips(function, base, variants):
        """Enter the base once with each slip, and up to five times with two slips at once.

        A slip is a note and pairs of texts: the first stands once in the base, and the second
        takes its place.
        """
        single = [k for k, (note, *_) in variants.items() if not note.startswith("two mistakes")]
        half = len(single) // 2
        for names in [(name,) for name in variants] + list(
            zip(single[:5], single[half:], strict=False)
        )[:half]:
            source = base
            for old, new in [pair for name in names for pair in variants[name][1:]]:
                if len(names) == 2 and source.count(old) != 1:
                    break  # the slips are in the same place
                assert source.count(old) == 1, (function, names, old)
                source = source.replace(old, new)
            else:
                note = " and ".join(variants[name][0] for name in names)
                attempt(function, "wrong", "+".join(names), note, source)

    return mutants, attempt, slips
