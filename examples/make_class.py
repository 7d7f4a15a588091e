"""Make the sample class: `examples/submitted/`, what `make demo` grades.

Each student starts from the released notebooks and the solutions of the sources, and differs from
them in one way. Run after `autograder build`; the result is committed, and a test compares it.
"""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder import course
from student_answers import (
    NOTHING_HANDED_BACK,
    Answers,
    Cells,
    chatty,
    edited,
    only,
    printed,
    replaced,
    unusual_style,
    with_tests_that_pass,
    without_cells,
)

ON_TIME = "2026-01-16 14:05:00 UTC"
LATE = "2026-01-22 09:30:00 UTC"  # after the due date of the demo


@dataclass(frozen=True)
class Student:
    """How a student's submissions come out of the solutions."""

    about: str
    answers: Callable[[Answers], Answers] = dict  # functions left out stay as released
    change_cells: Callable[[Cells], Cells] = list  # applied to each notebook at the end
    late: tuple[str, ...] = ()  # lessons handed in after the due date
    missing: tuple[str, ...] = ()  # lessons never handed in


STUDENTS = {
    "student01": Student("everything right, as in the solutions"),
    "student02": Student(
        "everything right, in an unusual style: einsum, fused gates, lists for caches",
        unusual_style,
    ),
    "student03": Student(
        "half done: mostly the forward functions; lessons 05 and 08 not handed in",
        only(
            "sigmoid",
            "softmax",
            "feed_forward",
            "rnn_cell_forward",
            "rnn_forward",
            "lstm_cell_forward",
            "encode",
            "sequence_loss",
            "apply_temperature",
            "gru_cell_forward",
            "rnn_forward_masked",
        ),
        missing=("05_lstm", "08_make_it_fast"),
    ),  # fmt: skip
    "student04": Student("blank: every notebook as released", only()),
    "student05": Student(
        "forgets keepdims in every sum over the examples",
        edited(
            feed_forward_backward=[
                ("dz1.sum(axis=1, keepdims=True)", "dz1.sum(axis=1)"),
                ("dz2.sum(axis=1, keepdims=True)", "dz2.sum(axis=1)"),
            ],
            rnn_cell_backward=[(", keepdims=True", "")],
            output_backward=[("dz.sum(axis=(1, 2))[:, np.newaxis]", "dz.sum(axis=(1, 2))")],
            lstm_cell_backward=[(", keepdims=True", "")],
            gru_cell_backward=[(", keepdims=True", "")],
        ),
    ),
    "student06": Student(
        "takes one gate for the other, forward and backward: what keeps for what lets in",
        edited(
            lstm_cell_forward=[("ft * c_prev + it * cct", "it * c_prev + ft * cct")],
            lstm_cell_backward=[
                ("dc * c_prev * ft * (1 - ft)", "dc * cct * ft * (1 - ft)"),
                ("dc * cct * it * (1 - it)", "dc * c_prev * it * (1 - it)"),
                ("dc * it * (1 - cct**2)", "dc * ft * (1 - cct**2)"),
                ('"dc_prev": dc * ft', '"dc_prev": dc * it'),
            ],
            gru_cell_forward=[("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev")],
            gru_cell_backward=[
                ("da_next * (cct - a_prev) * ut", "da_next * (a_prev - cct) * ut"),
                ("dzc = da_next * ut * ", "dzc = da_next * (1 - ut) * "),
                ("da_next * (1 - ut) + d_reset", "da_next * ut + d_reset"),
            ],
            # And so stacks the gates in another order; the functions that use it are not to blame.
            stack_gates=[
                (
                    'W = np.concatenate([parameters["W" + gate] for gate in "fico"])',
                    'W = np.concatenate([parameters["W" + gate] for gate in "ifco"])',
                ),
                (
                    'return W, np.concatenate([parameters["b" + gate] for gate in "fico"])',
                    'return W, np.concatenate([parameters["b" + gate] for gate in "ifco"])',
                ),
            ],
        ),
    ),
    "student07": Student(
        "does not carry the gradient of the hidden state from step to step",
        edited(
            rnn_backward=[("da[:, :, t] + da_next", "da[:, :, t]")],
            lstm_backward=[("da[:, :, t] + da_next", "da[:, :, t]")],
            rnn_backward_truncated=[("da[:, :, t] + da_next", "da[:, :, t]")],
            fast_lstm_backward=[("da_next += da[:, :, t]", "da_next = da[:, :, t].copy()")],
        ),
    ),
    "student08": Student(
        "mixes up activations: sigmoid in the hidden layer, tanh in the output gate",
        edited(
            feed_forward=[('np.tanh(parameters["W1"]', 'sigmoid(parameters["W1"]')],
            feed_forward_backward=[("(1 - a1**2)", "a1 * (1 - a1)")],
            lstm_cell_forward=[('sigmoid(parameters["Wo"]', 'np.tanh(parameters["Wo"]')],
            gru_cell_forward=[('sigmoid(parameters["Wr"]', 'np.tanh(parameters["Wr"]')],
            # The candidate is left a sigmoid. The way back is right, and is told so.
            fast_lstm_forward=[
                ("            np.subtract(np.multiply(cct, 2, out=cct), 1, out=cct)\n", "")
            ],
        ),
    ),
    "student09": Student(
        "an lstm_backward that circulates widely: nothing is handed back from step to step",
        replaced(lstm_backward=NOTHING_HANDED_BACK),
    ),
    "student10": Student(
        "a syntax error in one cell",
        edited(rnn_cell_backward=[("keepdims=True),", "keepdims=True,")]),
    ),
    "student11": Student(
        "an endless loop in one cell",
        edited(
            rnn_backward=[
                (
                    "    for t in reversed(range(x.shape[2])):\n",
                    "    t = x.shape[2] - 1\n    while t >= 0:\n",
                )
            ]
        ),
    ),
    "student12": Student(
        "two test cells deleted, everything else right",
        change_cells=without_cells("feed_forward_backward_hidden", "lstm_backward_check"),
    ),
    "student13": Student(
        "a wrong answer whose two test cells were changed to pass, with more points",
        edited(rnn_cell_backward=[("(1 - a_next**2)", "(1 - a_next)")]),
        with_tests_that_pass("rnn_cell_backward"),
    ),
    "student14": Student(
        "one function a lesson returns copied numbers instead of computing",
        printed(
            "cross_entropy",
            "rnn_cell_backward",
            "rnn_backward",
            "lstm_cell_backward",
            "lstm_backward",
            "sequence_loss_backward",
            "gru_cell_backward",
            "fast_lstm_backward",
        ),
    ),
    "student15": Student(
        "adds to its argument in place, which spoils it for the caller",
        edited(
            rnn_backward=[
                (
                    "        gradients = rnn_cell_backward(da[:, :, t] + da_next,",
                    "        da[:, :, t] += da_next\n"
                    "        gradients = rnn_cell_backward(da[:, :, t],",
                )
            ],
            lstm_backward=[
                (
                    "        gradients = lstm_cell_backward(da[:, :, t] + da_next,",
                    "        da[:, :, t] += da_next\n"
                    "        gradients = lstm_cell_backward(da[:, :, t],",
                )
            ],
            clip_gradients=[
                (
                    "    return {name: gradient * factor for name, gradient in gradients.items()}",
                    "    for name in gradients:\n"
                    "        gradients[name] = gradients[name] * factor\n"
                    "    return gradients",
                )
            ],
            rnn_backward_truncated=[
                (
                    "        gradients = rnn_cell_backward(da[:, :, t] + da_next,",
                    "        da[:, :, t] += da_next\n"
                    "        gradients = rnn_cell_backward(da[:, :, t],",
                )
            ],
            fast_lstm_backward=[
                (
                    "da_next += da[:, :, t]",
                    "da[:, :, t] += da_next\n        da_next[...] = da[:, :, t]",
                )
            ],
        ),
    ),
    "student16": Student(
        "everything right; prints in every call; lessons 04 and 05 late",
        chatty,
        late=("04_lstm_cell", "05_lstm"),
    ),
}


def build_class(root: Path) -> dict[str, str]:
    """Text of each file of ``examples/submitted/`` by its path in there.

    Parameters
    ----------
    root : Path
        The course, with its student notebooks built.
    """
    right: Answers = {}
    for lesson in course.lesson_names(root):
        right |= course.solutions(root, lesson)
    files = {}
    for name, student in STUDENTS.items():
        answers = student.answers(dict(right))
        for lesson in course.lesson_names(root):
            if lesson in student.missing:
                continue
            released = root / "notebooks" / "en" / lesson / f"{lesson}.ipynb"
            notebook = json.loads(released.read_text(encoding="utf-8"))
            fill_in(notebook, answers)
            notebook["cells"] = student.change_cells(notebook["cells"])
            text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
            files[f"{name}/{lesson}/{lesson}.ipynb"] = text
            time = LATE if lesson in student.late else ON_TIME
            files[f"{name}/{lesson}/timestamp.txt"] = time + "\n"
    return files


def fill_in(notebook: dict, answers: Answers) -> None:
    """Put the answers into the answer cells of a released notebook."""
    for cell in notebook["cells"]:
        if course.is_answer(cell) and cell["id"] in answers:
            cell["source"] = answers[cell["id"]].rstrip("\n").splitlines(keepends=True)


def main() -> None:
    root = course.find_root()
    submitted = root / "examples" / "submitted"
    files = build_class(root)
    shutil.rmtree(submitted, ignore_errors=True)
    for path, text in files.items():
        target = submitted / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    print(f"wrote {len(STUDENTS)} students, {len(files)} files, to {submitted}", file=sys.stderr)


if __name__ == "__main__":
    main()
