"""What keeps a judgement from being written."""


class GradebookError(Exception):
    """The gradebook could not be used; the text says why and what to do."""
