"""How fast and in how much memory a product is scanned: `python -m benchmarks.scan`.

Measures a bill of materials of 5,000 components (with 2 % known ones, and with nothing but known
ones), a PDF of 300 pages, short texts one a line, and this repository. Each is run several times;
the best is told.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typst

from enduse.capability.components.table import load_components
from enduse.capability.scan.exchange import dump_scan
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.cli.scan_batch import scan_lines
from enduse.cli.tree import files_of

ROOT = Path(__file__).parent.parent
COMPONENTS, TEXTS, PAGES, ROUNDS = 5_000, 5_000, 300, 3
TEXT = (
    "Front desk prints name badges for visitors, keeps a list of who is in the building and rings "
    "the host. An optional module reads number plates at the gate and compares them with a list."
)


def main() -> None:
    print("case,seconds,rate")
    for name, share in (
        ("5,000 components, 2 % known", 50),
        ("5,000 components, 487 known ones over and over", 1),
    ):
        content = bill(share)
        seconds = best(lambda content=content: scan_bill(content))  # type: ignore[misc]  # bound now
        print(f"{name} ({len(content) / 1e6:.1f} MB),{seconds:.2f},{COMPONENTS / seconds:.0f}/s")
    seconds = best(scan_repository)
    print(f"this repository,{seconds:.2f},")
    for count in (TEXTS, 4 * TEXTS):
        seconds = scan_texts(count)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:,} short texts in a batch,{seconds:.2f},{count / seconds:.0f}/s")
        print(f"peak memory after them,{peak:.0f} MB,")
    sheet = pages()
    seconds = best(lambda: Scanner().scan_files([FileRead("sheet.pdf", sheet, is_named=True)]))
    print(f"a PDF of {PAGES} pages,{seconds:.2f},{PAGES / seconds:.0f}/s")


def best(run: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds of this process and those it starts."""
    times = []
    for _ in range(ROUNDS):
        begun = cpu_seconds()
        run()
        times.append(cpu_seconds() - begun)
    return min(times)


def cpu_seconds() -> float:
    """Seconds of processor time so far, those of processes that have ended included."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def pages() -> bytes:
    """A PDF of many full pages of text, set by typst."""
    page = f"== Section\n{TEXT * 12}\n#pagebreak(weak: true)\n"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.typ"
        source.write_text(page * PAGES, "utf-8")
        return typst.compile(str(source))


def bill(every: int) -> bytes:
    """A CycloneDX bill in which one in `every` components is known, in a graph three deep."""
    known = [row for row in load_components().rows if row.ecosystem in {"pypi", "npm", "cargo"}]
    components, dependencies = [], []
    for number in range(COMPONENTS):
        row = known[number % len(known)]
        name = row.name if number % every == 0 else f"ordinary-{number}"
        purl = f"pkg:{row.ecosystem}/{name.replace('@', '%40')}@1.{number}"
        components.append({"bom-ref": purl, "type": "library", "name": name, "purl": purl})
        parent = "app" if number % 3 == 0 else components[number - 1]["bom-ref"]
        dependencies.append({"ref": parent, "dependsOn": [purl]})
    metadata = {"component": {"bom-ref": "app", "name": "app", "type": "application"}}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": metadata,
        "components": components,
        "dependencies": dependencies,
    }
    return json.dumps(document, indent=2).encode()


def scan_bill(content: bytes) -> str:
    file = FileRead("bom.json", content, is_named=True)
    return dump_scan(Scanner().scan_files([], bills=[file]))


def scan_repository() -> str:
    return dump_scan(Scanner().scan_files(files_of([ROOT])))


def scan_texts(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(json.dumps({"id": number, "text": TEXT}) + "\n")
        begun = time.process_time()
        scan_lines(source, out, None)
        return time.process_time() - begun


if __name__ == "__main__":
    main()
