"""The official layouts: which columns each file has, and which figures are taken from it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from enduse.domain.country import Indicator
from enduse.domain.errors import InvalidInputError
from enduse.evidence.countries import Countries
from enduse.evidence.imports.tables import Line, read_grids, read_lines

FIRST_YEAR = 1990
STATES = 195  # ranked when a source lists only countries where something was recorded

_OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "KSV": "XKX", "XKO": "XKX", "WBG": "PSE",
    "ADO": "AND", "IMY": "IMN"}  # fmt: skip  # codes that official files use beside ISO 3166


@dataclass(frozen=True, slots=True)
class Figure:
    """One value taken from an official file."""

    indicator: str
    country: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gave: its figures, its release, and what is not there."""

    figures: tuple[Figure, ...]
    version: str
    left_out: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # series that this release no longer has


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of a layout, in this project's words."""

    id: str
    column: str
    title: str
    subjects: tuple[str, ...]
    unit: str
    highest: float
    higher_is_worse: bool = False
    counts_events: bool = False

    def indicator(self, source: str, taken: Taken) -> Indicator:
        """Describe the series as the file has it."""
        years = [figure.year for figure in taken.figures if figure.indicator == self.id]
        return Indicator(
            id=self.id, title=self.title, subjects=self.subjects, source=source,
            version=taken.version, unit=self.unit, higher_is_worse=self.higher_is_worse,
            first_year=min(years), last_year=max(years), counts_events=self.counts_events,
        )  # fmt: skip


def freedom_house(content: bytes, file: str, countries: Countries) -> Taken:
    """Read the workbook "All data" of Freedom in the World; edition N describes the year before."""
    lines = read_lines(content, ("Country/Territory", "Edition", "Total", "D", "F"), file=file)
    figures, left_out = _by_name(
        lines, "Country/Territory", FREEDOM_HOUSE, countries, lambda line: line.year("Edition") - 1
    )
    newest = max(line.year("Edition") for line in lines)
    return Taken(figures, f"edition {newest}", left_out)


def freedom_on_the_net(content: bytes, file: str, countries: Countries) -> Taken:
    """Read the score data of one edition of Freedom on the Net; its year is in its title."""
    lines = read_lines(content, ("Country", "A", "B", "C", "Total"), file=file)
    edition = _edition(lines[0], content, file)
    figures, left_out = _by_name(
        lines, "Country", FREEDOM_ON_THE_NET, countries, lambda _line: edition
    )
    return Taken(figures, f"edition {edition}", left_out)


def rsf(content: bytes, file: str, countries: Countries) -> Taken:
    """Read one edition of the press-freedom index, as published by semicolons.

    From 2022 a higher score is better; from 2013 to 2021 a higher one was worse. The two are
    kept as two series. Editions before 2013 are on other scales and are refused.
    """
    lines = read_lines(content, ("ISO", "Year (N)"), file=file)
    edition = lines[0].year("Year (N)")
    if edition < RSF_FIRST_EDITION:
        raise lines[0].error("Year (N)", "editions from 2013 on can be read")
    series = RSF_NEW if edition >= RSF_NEW_METHOD else RSF_OLD
    names = (series.column, f"Score {edition}")
    column = next((name for name in names if name in lines[0].cells), None)
    if column is None:
        raise lines[0].error(series.column, f"the column {names[0]} or {names[1]} is missing")
    figures: list[Figure] = []
    left_out: list[str] = []
    for line in lines:
        country = _code(line.text("ISO"), countries)
        value = line.number_in(column, lowest=0, highest=series.highest)
        if country is None:
            left_out.append(line.text("ISO"))
        elif value is not None:
            figures.append(Figure(series.id, country, edition, value))
    return Taken(tuple(figures), f"edition {edition}", tuple(left_out))


def political_terror_scale(content: bytes, file: str, countries: Countries) -> Taken:
    """Read the Political Terror Scale; a row of a part of a country is left out.

    Several rows may bear the code of one country (Israel has three): the one with the country's
    own name is taken.
    """
    lines = read_lines(content, ("Country", "Year", "WordBank_Code_A", "PTS_S"), file=file)
    rows = [(_code(line.text("WordBank_Code_A"), countries), line) for line in lines]
    shared = Counter((code, line.text("Year")) for code, line in rows)
    figures: list[Figure] = []
    left_out: list[str] = []
    for code, line in rows:
        name = line.text("Country")
        alone = shared[code, line.text("Year")] == 1
        if code is None or not (alone or countries.resolve(name) == code):
            left_out.append(name)
            continue
        figures += _values(line, PTS, code, line.year("Year"))
    return Taken(tuple(figures), _release(figures), tuple(left_out))


def access_now(content: bytes, file: str, countries: Countries) -> Taken:
    """Count the shutdowns of each country and year in the STOP table of shutdowns."""
    lines = read_lines(content, ("country", "start_date", "shutdown_type"), file=file)
    counts: Counter[tuple[str, int]] = Counter()
    left_out = []
    for line in lines:
        country = countries.resolve(line.text("country"))
        if country is None:
            left_out.append(line.text("country"))
            continue
        counts[country, _year_of_shutdown(line)] += 1
    series = SHUTDOWNS[0].id
    figures = tuple(Figure(series, *key, float(count)) for key, count in sorted(counts.items()))
    return Taken(figures, _release(figures), tuple(left_out))


def vdem(content: bytes, file: str, countries: Countries, wanted: Iterable[Indicator]) -> Taken:
    """Read the full country-year CSV of V-Dem; the release is in the name of the file.

    Args:
        content: the CSV, up to 400 MB; only the wanted columns are read.
        file: its name, such as `V-Dem-CY-Full+Others-v15.csv`.
        countries: to leave out places without a code.
        wanted: the embedded indicators to take in this release.
    """
    release = re.search(r"v(\d+(?:\.\d+)?)", file)
    if release is None:
        raise InvalidInputError(
            f"{file}: keep the name the file was downloaded under; it says the release, as in "
            "V-Dem-CY-Full+Others-v15.csv"
        )
    version = release[0]
    asked = [indicator.id for indicator in wanted]
    table = _vdem_columns(content, file, asked)
    columns = [column for column in asked if column in table.columns]
    figures: list[Figure] = []
    left_out: set[str] = set()
    for row_number, row in enumerate(table.iter_rows(named=True), start=2):
        line = Line({key: value or "" for key, value in row.items()}, file, "", row_number)
        code = line.text("country_text_id")
        year = line.year("year")
        if year < FIRST_YEAR:
            continue
        if code not in countries:
            left_out.add(code)
            continue
        for column in columns:
            value = line.number_in(column, lowest=-10_000, highest=10_000)
            if value is not None:
                figures.append(Figure(f"{column}_{_as_id(version)}", code, year, value))
    absent = tuple(column for column in asked if column not in columns)
    return Taken(tuple(figures), version, tuple(sorted(left_out)), absent)


def _vdem_columns(content: bytes, file: str, asked: Sequence[str]) -> pl.DataFrame:
    """Read the columns asked for that the file has; a release may have dropped a few."""
    header = content[: content.find(b"\n") + 1] or content
    names = {name.strip().strip('"') for name in header.decode("utf-8-sig", "replace").split(",")}
    needed = {"country_text_id", "year"}
    present = names & set(asked)
    if not needed <= names or len(present) * 2 < len(asked):
        raise InvalidInputError(
            f"{file}: not the full country-year CSV of V-Dem; columns are missing",
            missing=sorted((needed | set(asked)) - names)[:8],
        )
    try:
        return pl.read_csv(content, columns=sorted(needed | present), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise InvalidInputError(
            f"{file}: not readable as CSV, perhaps cut off; download it again",
            why=str(error).split("\n", 1)[0][:160],
        ) from error


def _by_name(
    lines: Iterable[Line],
    column: str,
    series: Sequence[Series],
    countries: Countries,
    year_of: Callable[[Line], int],
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """Take the figures of rows that name their country in words."""
    figures: list[Figure] = []
    left_out: dict[str, None] = {}
    for line in lines:
        name = line.text(column).rstrip("*")
        country = countries.resolve(name)
        if country is None:
            left_out[name] = None
        else:
            figures += _values(line, series, country, year_of(line))
    return tuple(figures), tuple(left_out)


def _values(line: Line, series: Iterable[Series], country: str, year: int) -> Iterator[Figure]:
    for one in series:
        lowest = -10.0 if one.column == "Total" else 0.0  # a deduction can go below zero
        value = line.number_in(one.column, lowest=lowest, highest=one.highest)
        if value is not None:
            yield Figure(one.id, country, year, value)


def _code(text: str, countries: Countries) -> str | None:
    code = _OLD_CODES.get(text, text)
    return code if code in countries else None


def _edition(line: Line, content: bytes, file: str) -> int:
    """Find the edition in a column, the sheet's name, the title row or the file's name."""
    if line.text("Edition"):
        return line.year("Edition")
    titles = [cell for grid in read_grids(content, file=file)[:3] for cell in _first_row(grid.rows)]
    for text in (line.sheet, *titles, file):
        if found := re.search(r"20[0-4]\d", text):
            return int(found[0])
        if short := re.search(r"FOTN\s?(\d\d)(?!\d)", text, re.IGNORECASE):
            return 2000 + int(short[1])
    raise InvalidInputError(f"{file}: the edition is not named; keep the file's own name")


def _first_row(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    return rows[0] if rows else ()


def _year_of_shutdown(line: Line) -> int:
    for column in ("count_year", "start_date"):
        if found := re.search(r"(?<!\d)20[0-4]\d(?!\d)", line.text(column)):
            return int(found[0])
    raise line.error("start_date", "a date with its year is expected here")


def _release(figures: Iterable[Figure]) -> str:
    return f"to {max((figure.year for figure in figures), default=0)}"


def _as_id(version: str) -> str:
    return version.replace(".", "_")


RSF_FIRST_EDITION = 2013
RSF_NEW_METHOD = 2022
RSF_NEW = Series(
    "rsf_score", "Score", "Press freedom (index from 2022)", ("expression",),
    "score, 0 to 100; higher is better", 100.0,
)  # fmt: skip
RSF_OLD = Series(
    "rsf_score_to_2021", "Score N", "Press freedom (index 2013 to 2021)", ("expression",),
    "score, 0 to 100; higher is worse", 100.0, higher_is_worse=True,
)  # fmt: skip
RSF = (RSF_NEW, RSF_OLD)

FREEDOM_HOUSE = (
    Series("fiw_total", "Total", "Political rights and civil liberties, all together",
        ("democracy",), "score, 0 to 100", 100.0),
    Series("fiw_d", "D", "Expression and belief", ("expression", "religion"), "score, 0 to 16",
        16.0),
    Series("fiw_e", "E", "Assembly, civil society and unions", ("association", "assembly"),
        "score, 0 to 12", 12.0),
    Series("fiw_f", "F", "Rule of law", ("rule_of_law", "liberty"), "score, 0 to 16", 16.0),
    Series("fiw_d4", "D4", "Talking of politics without being watched", ("privacy",),
        "score, 0 to 4", 4.0),
    Series("fiw_f3", "F3", "Safety from illegitimate force", ("life_and_integrity",),
        "score, 0 to 4", 4.0),
    Series("fiw_f4", "F4", "Equal treatment of all groups", ("equality",), "score, 0 to 4", 4.0),
)  # fmt: skip
FREEDOM_ON_THE_NET = (
    Series("fotn_total", "Total", "Internet freedom, all together", ("internet_control",),
        "score, 0 to 100", 100.0),
    Series("fotn_b", "B", "Few limits on content online", ("internet_control", "expression"),
        "score, 0 to 35", 35.0),
    Series("fotn_c", "C", "Users' rights respected online", ("privacy",), "score, 0 to 40", 40.0),
)  # fmt: skip
PTS = tuple(
    Series(f"pts_{letter.lower()}", f"PTS_{letter}", f"State terror, from the reports of {reports}",
        ("life_and_integrity",), "level, 1 to 5", 5.0, higher_is_worse=True)
    for letter, reports in (("A", "Amnesty International"), ("H", "Human Rights Watch"),
        ("S", "the U.S. State Department"))
)  # fmt: skip
SHUTDOWNS = (
    Series("stop_shutdowns", "", "Internet shutdowns", ("internet_control",),
        "shutdowns in the year", 1_000.0, higher_is_worse=True, counts_events=True),
)  # fmt: skip
