"""nbgrader's configuration of this course; the folder of this file is the course root."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "rnn-from-scratch"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "notebooks/en"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

c.ClearSolutions.code_stub = {
    "python": '# Your code here\nraise NotImplementedError("not written yet")'
}

# Cells that only show something are left out of grading.
c.Execute.skip_cells_with_tag = "show"
c.Execute.timeout = 20
# The first is nbgrader's default; the second silences a warning about local ports at each start.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]

# A deleted test cell comes back: losing it by accident costs no points.
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = (
    "# This cell ({cell_id}) was missing from the submission; nbgrader put it back.\n"
)

# Feedback pages show the result of a hidden test, not its text.
c.GenerateFeedback.preprocessors = [
    "autograder.feedback_filter.HideHiddenTests",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# Submissions are judged as `autograder grade` does it: student code in a sandbox of its own.
# Without this block, nbgrader grades in its own way, with the same scores for honest work.
c.Autograde.pre_convert_hook = "autograder.plugin.name_notebooks"
c.Autograde.exporter_class = "autograder.plugin.SubmissionExporter"
c.Autograde.autograde_preprocessors = [
    "autograder.plugin.JudgedExecute",
    "autograder.plugin.SaveJudgement",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "autograder.plugin.FeedbackExporter"
# What a submission may use (autograder/base/limits.py has them all), for example:
# c.JudgedExecute.limits = {"memory_mb": 2048, "submission_seconds": 120}
# Hidden inputs of your own (README.md, "Hidden inputs of your own"). The file lies elsewhere.
# c.JudgedExecute.seed_file = "~/rnn_seed_2026"
