"""What the free text of a public report must not say."""

import re
from collections.abc import Iterable, Iterator

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_ABSOLUTE = re.compile(
    r"\b(every|each|all|always|never|no|none|any|entire(?:ly)?|complete(?:ly)?|full(?:y)?"
    r"|guarantee[ds]?|100 ?(?:%|per ?cent)|without exception)\b",
    re.IGNORECASE,
)
_OF_THE_RECORD = re.compile(
    r"\b(sales?|sold|cases?|customers?|end-users?|products?|shipments?|shipped|grievances?"
    r"|complaints?|assess(?:ed|es|ments?)?|screen(?:ed|s|ing)?|decisions?|decided|misuses?)\b",
    re.IGNORECASE,
)


def sweeping_sentences(text: str, proven: Iterable[str]) -> Iterator[str]:
    """Sentences that claim something of the whole record and that no checked claim proves.

    Args:
        text: the free text of the report.
        proven: statements of claims that the register proves, word for word.
    """
    allowed = {_plain(statement) for statement in proven}
    for match in _SENTENCE.finditer(text):
        sentence = " ".join(match[0].split())
        is_sweeping = _ABSOLUTE.search(sentence) and _OF_THE_RECORD.search(sentence)
        if is_sweeping and _plain(sentence) not in allowed:
            yield sentence


def names_in(text: str, never_name: Iterable[str]) -> tuple[str, ...]:
    """The names that must not appear and do, whatever their capitals and spacing."""
    plain = f" {_plain(text)} "
    return tuple(name for name in never_name if _plain(name) and f" {_plain(name)} " in plain)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
