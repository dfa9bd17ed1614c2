"""Load the user's config file. `settings` resolves it with the environment and the command line."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bindertui.settings import ConfigFile

if TYPE_CHECKING:
    from bindertui.model.problems import Problem


def load_config(file: Path) -> "tuple[ConfigFile | None, tuple[Problem, ...]]":
    """Return the content of a config file and its problems; None if it does not exist."""
    if not os.path.lexists(file):
        return None, ()
    # Lazy: few people have a config file, and its parser imports ruamel.yaml.
    from bindertui.store.config_file import load_config_file  # noqa: PLC0415

    return load_config_file(file)
