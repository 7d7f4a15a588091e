"""Texts, outputs and messages that would act in a page, or that take a renderer for ever."""

import samples
from class_harness import Handed, acts
from payloads import HOSTILE, HOSTILE_ATTACHMENTS

ALERT = "<img src=x onerror=alert(1)>"
LONG = 900_000


def texts(*found):
    """Text cells and raw cells at the end."""

    def edit(notebook):
        for text in found:
            notebook["cells"] += [samples.text(text), samples.text(text, "raw")]

    return Handed(edit=edit, look=acts)


def long(text):
    """One text cell."""
    return Handed(edit=lambda notebook: notebook["cells"].append(samples.text(text)), look=acts)


def attachments(notebook):
    """Text cells with attachments."""
    for text, attached in HOSTILE_ATTACHMENTS.values():
        notebook["cells"].append({**samples.text(text), "attachments": attached})


def code(text):
    """A cell of code above the answers."""
    return Handed(edit=lambda notebook: notebook["cells"].insert(1, samples.code(text)), look=acts)


def outputs(notebook):
    """Outputs that were saved: a page, a picture that acts, a script."""
    data = {"text/html": f"<script>{ALERT}</script>", "image/svg+xml": "<svg onload=alert(1)/>"}
    data["application/javascript"] = "alert(1)"
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            output = {"output_type": "display_data", "data": data, "metadata": {}}
            cell["outputs"] = [output]


def names(notebook):
    """Markup in every name that a notebook has."""
    notebook["metadata"]["title"] = ALERT
    notebook["metadata"]["kernelspec"] = {"name": ALERT, "display_name": ALERT, "language": ALERT}
    notebook["metadata"]["course_language"] = ALERT
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {**cell["metadata"], "tags": [ALERT], "name": ALERT}
        if cell["cell_type"] == "markdown":
            cell["id"] = f"{ALERT}{number}"


ATTACKS = {
    "page_of_all_texts": texts(*HOSTILE.values()),
    "page_of_attachments": Handed(edit=attachments, look=acts),
    "page_of_outputs": Handed(edit=outputs, look=acts),
    "page_of_names": Handed(edit=names, look=acts),
    "page_of_printed_markup": code(f"print('''</pre>{ALERT}<script>alert(1)</script>\\x1b[31m''')"),
    "page_of_raised_markup": code(f"class E(Exception):\n    pass\nraise E('''</pre>{ALERT}''')"),
    "page_of_markup_in_code": code(f"text = '''</code></pre>{ALERT}'''  # {ALERT}"),
    # Each took the reader minutes or hours: it looked from every place to the end.
    "page_of_backticks": long("`" * LONG),
    "page_of_tildes": long("~" * LONG),
    "page_of_a_tag_without_end": long("<" + "a" * LONG),
    "page_of_half_tags": long("<a " * (LONG // 3)),
}
