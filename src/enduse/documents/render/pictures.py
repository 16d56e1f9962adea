"""A picture of the page, made to stand alone: with its own style, in the colours of paper."""

import re
from functools import cache

from enduse.documents.page import stylesheet

FONTS = "Noto Sans, DejaVu Sans, Libertinus Serif"
_TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
_USE = re.compile(r"var\((--[a-z0-9-]+)\)")
_ONE_RULE = re.compile(r"svg (\.[a-z0-9-]+|text) \{([^}]*)\}")


def standing_alone(svg: str) -> str:
    """Give an inline picture a namespace and the rules of `page.css` that it uses.

    The light colours are filled in, since a picture on paper has no variables to look them up.
    """
    start = svg.index(">") + 1
    head = svg[: start - 1].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{head}><style>{_style()}</style>{svg[start:]}"


@cache
def _style() -> str:
    sheet = stylesheet()
    light = sheet[: sheet.index("@media (prefers-color-scheme: dark)")]
    tokens = {**dict(_TOKEN.findall(light)), "--font": FONTS}
    rules = "".join(f"{name}{{{body.strip()}}}" for name, body in _ONE_RULE.findall(sheet))
    return _USE.sub(lambda use: tokens[use[1]], rules)
