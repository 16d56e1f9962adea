"""Stop, and say what to install, when there is no Chromium for the tests that drive one."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def main() -> int:
    if any(shutil.which(name) for name in NAMES):
        return 0
    print(
        "The tests drive a real Chromium, and none is installed.\n"
        "On Debian and Ubuntu: apt-get install chromium fonts-dejavu-core",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
