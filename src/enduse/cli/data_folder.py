"""Where a user's own data lives."""

import os
import sys
from pathlib import Path


def data_folder(given: Path | None) -> Path:
    """Give the folder of a user's own data; it need not exist yet.

    Args:
        given: from `--data-dir` or `ENDUSE_DATA_DIR`; None for the platform's usual place.
    """
    if given is not None:
        return given
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "enduse"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "enduse"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "enduse"
