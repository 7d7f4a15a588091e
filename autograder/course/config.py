"""``nbgrader_config.py``, read without importing nbgrader (which takes seconds)."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

NAME = "nbgrader_config.py"


def own_config(folder: Path) -> Config:
    """Read the configuration in a folder, such as the course's root."""
    return PyFileConfigLoader(NAME, path=str(folder)).load_config()


def full_config(root: Path) -> Config:
    """Read the files that nbgrader itself would read, the course's own last."""
    from jupyter_core.paths import jupyter_config_path

    config = Config()
    for folder in map(Path, [*reversed(jupyter_config_path()), root]):
        if (folder / NAME).is_file():
            config.merge(own_config(folder))
    return config
