"""Stop, and say what to install, when a program or a font that the tests need is missing."""

import shutil
import sys

import typst

PROGRAMS = {
    "a Chromium, which the browser tests drive": (
        ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
        "chromium fonts-dejavu-core",
    ),
    "LibreOffice, which the Word documents are opened in": (
        ("soffice",),
        "libreoffice-writer-nogui",
    ),
}
FONTS = {
    "an Arabic font": (("Noto Sans Arabic", "Noto Naskh Arabic"), "fonts-noto-core"),
    "a Chinese font": (("Noto Sans CJK SC", "WenQuanYi Micro Hei"), "fonts-wqy-microhei"),
}


def main() -> int:
    families = set(typst.Fonts().families())
    missing = {
        what: packages
        for what, (names, packages) in PROGRAMS.items()
        if not any(shutil.which(name) for name in names)
    } | {what: packages for what, (names, packages) in FONTS.items() if families.isdisjoint(names)}
    for what, packages in missing.items():
        print(
            f"The tests need {what}. Debian and Ubuntu: apt-get install {packages}",
            file=sys.stderr,
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
