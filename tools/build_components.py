"""Build the embedded table of components: `python tools/build_components.py INPUT`.

INPUT holds `components.csv` and `component_false_friends.yaml`. Of the first, the columns that are
needed are kept in a shape of our own; the cloud services in it are signs in source code and stand
in `source_signs.toml`. The same input gives the same bytes. What we add by hand stands in
`components_more.csv` and `component_names.toml`, and is not touched.
"""

import argparse
import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import yaml
from packageurl import PackageURL

from enduse.capability.components.table import COLUMNS

DATA = Path(__file__).parent.parent / "src" / "enduse" / "capability" / "data"
_BASIS = {"verified": "looked_up", "from-knowledge": "from_knowledge"}
_LIMITS = (
    "A name that is not here says nothing: most software is not in the table.",
    "`from_knowledge` rows were written from general knowledge and not looked up in a registry.",
    "What a component lets a product do is this project's reading, not its maker's claim.",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("input", type=Path)
    arguments.add_argument("--into", type=Path, default=DATA)
    given = arguments.parse_args()
    build(given.input, given.into)


def build(folder: Path, into: Path) -> None:
    source = (folder / "components.csv").read_bytes()
    with (into / "components.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(_rows(source.decode("utf-8"))))
    friends = yaml.safe_load((folder / "component_false_friends.yaml").read_text("utf-8"))
    lines = _about(hashlib.sha256(source).hexdigest(), friends["false_friends"])
    (into / "components.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _rows(text: str) -> Iterator[list[str]]:
    for row in csv.DictReader(text.splitlines()):
        if row["ecosystem"] == "cloud-api":
            continue
        purl = PackageURL.from_string(row["purl"])
        namespace = "" if purl.type == "deb" else purl.namespace
        name = f"{namespace}/{purl.name}" if namespace else purl.name
        yield [
            purl.type,
            name,
            row["import_or_marker"].replace("|", " "),
            row["capability_strengths"],
            _BASIS[row["existence"]],
            row["rationale"],
        ]


def _about(sha256: str, friends: list[dict[str, str]]) -> Iterator[str]:
    yield "# Built by tools/build_components.py; kept by hand: component_names.toml."
    yield 'title = "Software components and the capabilities they give"'
    yield 'publisher = "enduse project"'
    yield 'licence = "Apache-2.0"'
    yield "as_of = 2026-11-23"
    yield f'input_sha256 = "{sha256}"'
    yield "limits = ["
    yield from (f"  {json.dumps(limit)}," for limit in _LIMITS)
    yield "]"
    for friend in friends:
        purl = PackageURL.from_string(friend["purl"])
        namespace = "" if purl.type == "deb" else purl.namespace
        name = f"{namespace}/{purl.name}" if namespace else purl.name
        yield ""
        yield "[[false_friends]]"
        yield f"ecosystem = {json.dumps(purl.type)}"
        yield f"name = {json.dumps(name)}"
        yield f"reason = {json.dumps(friend['why'], ensure_ascii=False)}"


if __name__ == "__main__":
    main()
