"""One red flag, one TOML file, named by its id."""

from collections.abc import Mapping
from datetime import date

from enduse.domain.errors import BadDataError
from enduse.domain.findings import RedFlag, RuleTest
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Confidence, MisuseForm, Right, Severity

_OPEN_ENDED = date.max


def read_red_flag(content: Mapping[str, object], file_name: str) -> RedFlag:
    """Read one red flag.

    Raises:
        BadDataError: a key is missing, unknown or of the wrong type, or the file is not named
            by the id; the message names the file.
    """
    table = StrictTable(content, file_name)
    basis = table.table("basis")
    until = table.take("in_force_until", date, _OPEN_ENDED)
    flag = RedFlag(
        id=table.text("id"),
        version=table.take("version", int),
        title=table.text("title"),
        consideration=table.text("consideration"),
        severity=table.one_of("severity", Severity),
        when=table.text("when"),
        reads_as=table.text("reads_as"),
        threshold_reason=table.text("threshold_reason", ""),
        rights=table.several_of("rights", Right),
        misuse_forms=table.several_of("misuse_forms", MisuseForm),
        basis_document=basis.text("document"),
        basis_place=basis.text("place"),
        confidence=basis.one_of("confidence", Confidence),
        basis_source=basis.text("source"),
        suggested_weight=basis.text("weight", ""),
        asks=table.words("asks"),
        safeguards=table.words("safeguards"),
        in_force_from=table.take("in_force_from", date),
        in_force_until=None if until is _OPEN_ENDED else until,
        tests=tuple(_read_test(row) for row in table.tables("tests")),
    )
    basis.finish()
    table.finish()
    if file_name != f"{flag.id}.toml":
        raise BadDataError(f"{file_name}: the file of {flag.id} is named {flag.id}.toml")
    return flag


def _read_test(row: StrictTable) -> RuleTest:
    expect = row.text("expect")
    if expect not in {"raised", "unknown", "clear"}:
        raise row.refuse(f"expect is {expect!r}, should be raised, unknown or clear")
    test = RuleTest(
        facts=row.mapping("facts"),
        expect=expect,
        missing=row.words("missing") if row.has("missing") else None,
    )
    row.finish()
    return test
