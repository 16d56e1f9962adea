"""One line of one published list, before lists are put together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.scripts import main_script

_DAY_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d/%m/%Y")
_MONTH_FORMS = ("%b %Y", "%B %Y", "%Y-%m")
_DAY_FIRST = re.compile(r"(\d\d?|dd)/(\d\d?|mm)/(\d{4})", re.IGNORECASE)
_NUMBER_TYPES = (
    ("passport", "passport"), ("national id", "national"), ("identification number", "national"),
    ("identification card", "national"), ("identity card", "national"), ("id card", "national"),
    ("cedula", "national"), ("tax", "tax"), ("inn", "tax"), ("vat", "tax"), ("swift", "swift"),
    ("registration", "registration"), ("commercial registry", "registration"),
    ("credit code", "registration"), ("gazette", "registration"),
    ("legal entity number", "registration"), ("company number", "registration"), ("imo", "imo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListRecord:
    """What one publisher says about one party on one list."""

    list_id: str
    source_id: str  # the publisher's number of the party, or empty
    kind: PartyKind
    names: tuple[ListedName, ...]
    row: int  # line or element of the file, from 1
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    licence_policy: str = ""
    citation: str = ""
    effective_on: date | None = None
    ended_on: date | None = None
    source: str = ""  # manifest id of the file
    remarks: str = ""  # the publisher's own words
    same_as: tuple[str, ...] = ()  # keys of other lists' records that are this party
    is_kept: bool = False  # part of an entry that was put together before


def listed_name(text: str, kind: NameKind = NameKind.ALIAS) -> ListedName:
    """Tidy one name and say in which script it stands."""
    clean = " ".join(text.replace("\u200f", " ").replace("\u200e", " ").split())
    script = main_script(clean)
    if script != "Latin" and kind is NameKind.ALIAS:
        kind = NameKind.ORIGINAL
    return ListedName(clean, kind, script)


def without_repeats(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Keep the first of names that differ only in case; drop empty ones."""
    kept: dict[str, ListedName] = {}
    for name in names:
        if name.text:
            kept.setdefault(name.text.casefold(), name)
    return tuple(kept.values())


def partial_date(text: str) -> str:
    """Give `YYYY`, `YYYY-MM` or `YYYY-MM-DD` for the forms publishers use, or empty."""
    text = text.strip().removeprefix("circa ").strip()
    if re.fullmatch(r"\d{4}", text):
        return text
    for form in _DAY_FORMS:
        if day := _parsed(text, form):
            return day.strftime("%Y-%m-%d")
    for form in _MONTH_FORMS:
        if day := _parsed(text, form):
            return day.strftime("%Y-%m")
    return ""


def whole_day(text: str) -> date | None:
    """Give the day, or None when the text is not a whole day."""
    found = partial_date(text)
    return date.fromisoformat(found) if len(found) == len("2020-01-01") else None


def day_first(text: str) -> str:
    """Give the date of `DD/MM/YYYY`, where `dd`, `mm` and `00` stand for what is not known."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if not found:
        return partial_date(text)
    day, month, year = found.groups()
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return year
    if not (day.isdigit() and int(day)):
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def whole_day_first(text: str) -> date | None:
    """Give the day of `DD/MM/YYYY`, or None when it is not a whole day."""
    return whole_day(day_first(text))


def parts_date(year: str | None, month: str | None, day: str | None) -> str:
    """Give `YYYY`, `YYYY-MM` or `YYYY-MM-DD` for parts, of which the later may be missing."""
    return day_first(f"{day or '00'}/{month or '00'}/{year or ''}") if year else ""


def identifier_type(text: str) -> str:
    """Give the kind of number that a publisher's own word for it means, or empty."""
    low = text.lower()
    if "vessel registration" in low:
        return "imo"
    return next((kind for word, kind in _NUMBER_TYPES if re.search(rf"\b{word}", low)), "")


def some(values: Iterable[str | None]) -> tuple[str, ...]:
    """Tidy the texts; drop empty and repeated ones."""
    tidy = (" ".join((value or "").split()) for value in values)
    return tuple(dict.fromkeys(filter(None, tidy)))


def joined(cells: Mapping[str, str | None], keys: Iterable[str], by: str = " ") -> str:
    """Join the parts of a name or an address that are there."""
    return by.join(" ".join(part.split()) for key in keys if (part := cells.get(key) or "").strip())


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
