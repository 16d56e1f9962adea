"""The shell and the stylesheet that every HTML document shares."""

from html import escape as _escape
from importlib.resources import files

_SHELL = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<main id="main">
{body}
</main>
</body>
</html>
"""


def escape(text: object) -> str:
    """Make text safe inside an element or a quoted attribute."""
    return _escape(str(text), quote=True)


def stylesheet() -> str:
    """Give the shared stylesheet: tokens, type, tables, charts, print, light and dark."""
    return files("enduse.documents").joinpath("page.css").read_text("utf-8")


def html_page(*, title: str, body: str, lang: str = "en") -> str:
    """Wrap a body in one self-contained page: no scripts, no outside files.

    Args:
        title: plain text; it is escaped here.
        body: trusted HTML whose texts were escaped where they were put in.
        lang: BCP 47 tag of the language of the page.
    """
    return _SHELL.format(
        lang=escape(lang), title=escape(title), style=stylesheet(), body=body.strip()
    )
