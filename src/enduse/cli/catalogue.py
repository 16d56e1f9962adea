"""`enduse catalogue`: the Guidance as items, each with what it rests on."""

import json
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.pack import load_pack
from enduse.cli.catalogue_entries import Entry, count_by_kind, entries_of, entry_of
from enduse.cli.checks_file import add_check, load_checks
from enduse.cli.data_folder import data_folder
from enduse.cli.exits import in_one_line
from enduse.cli.files import give
from enduse.cli.options import Out, PackDir, TextJsonFormat, TextOrJson, today
from enduse.domain.catalogue import Catalogue, Check
from enduse.domain.dates import parse_day
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.guidance.checks import latest_by_item, make_check

app = typer.Typer(
    help="The Guidance as items: considerations, questions, red flags, safeguards and the rest.",
    no_args_is_help=True,
)

_CHECKS = "checks.toml"
_WIDTH = 96
_SHORT = 40  # characters; longer ones stand on lines of their own

ChecksFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        help="The file of marks; by default checks.toml in your data folder.",
        envvar="ENDUSE_CHECKS",
    ),
]


@app.command("list")
def list_(
    kind: Annotated[
        str | None, typer.Option(help="Only one kind, such as red_flag or question.")
    ] = None,
    output: TextJsonFormat = TextOrJson.TEXT,
    out: Out = None,
    pack: PackDir = None,
    file: ChecksFile = None,
) -> None:
    """List every item with what it rests on, and how many there are."""
    catalogue = load_pack(pack).catalogue
    entries = entries_of(catalogue)
    counts = count_by_kind(entries)
    if kind is not None and kind.replace("-", "_") not in counts:
        raise NotFoundError(f"no kind {kind!r}; there are {', '.join(counts)}")
    shown = [one for one in entries if kind is None or one.kind == kind.replace("-", "_")]
    marks = _marks(file, catalogue)
    if output is TextOrJson.JSON:
        give(_list_json(catalogue, shown, counts, marks), out)
    else:
        give(_list_text(shown, counts, marks), out)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Any id, such as C4-R02 or D-COVERED.")],
    output: TextJsonFormat = TextOrJson.TEXT,
    out: Out = None,
    pack: PackDir = None,
    file: ChecksFile = None,
) -> None:
    """Show everything known about one item."""
    catalogue = load_pack(pack).catalogue
    entry = entry_of(catalogue, id_)
    mark = _marks(file, catalogue).get(entry.id)
    if output is TextOrJson.JSON:
        give(_json({**asdict(entry), "checked": _mark_json(mark)}), out)
    else:
        give(_show_text(entry, mark), out)


@app.command("mark-checked")
def mark_checked(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The item that was compared.")],
    by: Annotated[str, typer.Option(help="Who compared it with the Guidance's own text.")],
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="When.")],
    note: Annotated[str, typer.Option(help="What was found.")] = "",
    pack: PackDir = None,
    file: ChecksFile = None,
) -> None:
    """Mark an item as compared with the Guidance's own text. Marks are added, never removed."""
    catalogue = load_pack(pack).catalogue
    known = {entry.id for entry in entries_of(catalogue)}
    day = parse_day(on)
    if day > today():
        raise InvalidInputError("a mark cannot be dated in the future", on=on)
    check = make_check(entry_of(catalogue, id_).id, by, day, note, known)
    path = _checks_path(file)
    add_check(path, check, known)
    typer.echo(f"Marked {check.item} as checked by {check.by} on {check.on}, in {path}")


def _checks_path(file: Path | None) -> Path:
    return file if file is not None else data_folder(None) / _CHECKS


def _marks(file: Path | None, catalogue: Catalogue) -> dict[str, Check]:
    known = {entry.id for entry in entries_of(catalogue)}
    return latest_by_item(load_checks(_checks_path(file), known))


def _list_json(
    catalogue: Catalogue,
    entries: Iterable[Entry],
    counts: Mapping[str, int],
    marks: Mapping[str, Check],
) -> str:
    rows = [{**asdict(entry), "checked": _mark_json(marks.get(entry.id))} for entry in entries]
    plural = {
        "considerations": len(catalogue.considerations),
        "questions": len(catalogue.questions),
        "red_flags": len(catalogue.red_flags),
        "safeguards": len(catalogue.safeguards),
    }
    return _json({"counts": plural, "by_kind": counts, "items": rows})


def _list_text(
    entries: Iterable[Entry], counts: Mapping[str, int], marks: Mapping[str, Check]
) -> str:
    lines: list[str] = []
    kind = ""
    for entry in entries:
        if entry.kind != kind:
            kind = entry.kind
            lines += ["", f"{kind.replace('_', ' ').upper()} ({counts[kind]})"]
        mark = "  checked" if entry.id in marks else ""
        lines.append(f"  {entry.id:<10} {in_one_line(entry.text)} [{entry.confidence}]{mark}")
    return "\n".join(lines[1:]) + "\n"


def _show_text(entry: Entry, mark: Check | None) -> str:
    severity = f" · {entry.details['severity']}" if "severity" in entry.details else ""
    lines = [f"{entry.id} · {entry.kind.replace('_', ' ')}{severity}", *_wrapped(entry.text), ""]
    told = "" if entry.label == entry.confidence else f" [{entry.confidence}]"
    lines += _row("Basis", f"{entry.label}{told}")
    lines += _row("Source", entry.source or "not given")
    lines += _row("Checked", _mark_text(mark))
    for name, value in entry.details.items():
        lines += _detail(name.replace("_", " ").capitalize(), value)
    return "\n".join(lines) + "\n"


def _detail(name: str, value: object) -> list[str]:
    """One further field: a text, a list, or rows below its name."""
    if value in ("", [], {}, None):
        return []
    if isinstance(value, Mapping):
        return [f"{name}:", *(line for k, v in value.items() for line in _row(f"  {k}", str(v)))]
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return [f"{name}:", *(line for one in value for line in _wrapped(_flat(one), "    "))]
    if isinstance(value, list) and any(len(str(one)) > _SHORT for one in value):
        return [f"{name}:", *(line for one in value for line in _wrapped(f"- {one}", "    "))]
    if isinstance(value, list):
        return _row(name, ", ".join(map(str, value)))
    return _row(name, str(value))


def _flat(row: object) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    return "; ".join(f"{key}: {value}" for key, value in row.items() if value not in ("", [], {}))


def _row(name: str, text: str) -> list[str]:
    label = f"{name + ':':<18}"
    return textwrap.wrap(
        f"{label} {in_one_line(text)}", _WIDTH, subsequent_indent=" " * 19, drop_whitespace=True
    )


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        in_one_line(text), _WIDTH, initial_indent=indent, subsequent_indent=indent + "  "
    )


def _mark_text(mark: Check | None) -> str:
    if mark is None:
        return "not yet, against the Guidance's own text"
    return f"by {mark.by} on {mark.on}" + (f": {mark.note}" if mark.note else "")


def _mark_json(mark: Check | None) -> dict[str, str] | None:
    if mark is None:
        return None
    return {"by": mark.by, "on": mark.on.isoformat(), "note": mark.note}


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
