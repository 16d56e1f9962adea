"""The evidence bundle: what went in, what came out and why, the rules, the rows, the documents.

Two hashes anchor it. The *evidence hash* is over everything but the documents and stands at the
foot of every page of them; the *manifest hash* is over everything and is told to the person who
makes the bundle.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from enduse.documents.archive import deterministic_zip
from enduse.documents.assessment_instruments import instruments_json, read_instruments
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.bundle.facts import facts_data, rules_data
from enduse.documents.bundle.rows import snapshot_rows
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Kind
from enduse.documents.render.rendering import DocumentFormat
from enduse.domain.facts import Fact
from enduse.rules.evaluate import Rule
from enduse.rules.factbase import FactBase

FORMAT = "enduse evidence bundle 1"
MANIFEST, SEAL, VERIFY = "manifest.json", "manifest.sha256", "verify.py"
DOCUMENTS: Mapping[Kind, tuple[DocumentFormat, ...]] = {
    Kind.DOSSIER: (DocumentFormat.PDF, DocumentFormat.HTML, DocumentFormat.JSON),
    Kind.BOARD: (DocumentFormat.PDF, DocumentFormat.JSON),
    Kind.ANNEX: (DocumentFormat.DOCX, DocumentFormat.JSON),
    Kind.END_USE_CERTIFICATE: (DocumentFormat.DOCX, DocumentFormat.JSON),
    Kind.BIS_MEMO: (DocumentFormat.PDF, DocumentFormat.JSON),
    Kind.EU_MEMO: (DocumentFormat.PDF, DocumentFormat.JSON),
}
"""What a bundle holds of each kind; the JSON lets the hash on the pages be checked."""
_README = """\
Evidence bundle of enduse.

To check it, with Python 3.11 or later and nothing else:

    python3 verify.py                 in this folder
    python3 verify.py BUNDLE.zip      on the packed bundle
    add --manifest SHA256             to compare with the hash you were given

It compares every file with manifest.json, the rules with the hash that the assessment names, and
works out every finding again from facts.json. A file that was changed cannot vouch for itself:
compare the manifest hash with the one you were given by another way, and the evidence hash with
the foot of any page of the documents; and use a copy of verify.py that you trust.

input/            the transaction as it was given
facts.json        every fact that was known, with its source
rules.json, pack/ the rules as trees, and the whole rule pack as it was written
assessment.json   the outcome, with the why-tree of every finding
snapshots/        of every source the rows used, with its manifest and its licence
documents/        the documents made from it

What it does not prove: that the facts are true, that the sources say what the rows say, or that
the route follows; `enduse rules replay assessment.json` makes the whole assessment again.
"""

Render = Callable[[Kind, tuple[DocumentFormat, ...], str], Iterable[tuple[DocumentFormat, bytes]]]
"""Renders one kind in some formats, stamped with an evidence hash."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a bundle holds beside its documents."""

    material: Material
    facts: FactBase
    rules: tuple[Rule, ...]
    pack: tuple[tuple[str, bytes], ...]  # name and content of every file of the rule pack
    countries: tuple[str, ...]  # of the end-users, also those that a name suggests
    input_name: str
    input_content: bytes
    claimed: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)  # by role of claimant

    @property
    def as_of(self) -> date:
        """The day of the assessment."""
        return self.material.assessment.as_of


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle and the two hashes that anchor it."""

    content: bytes  # a zip file; the same evidence gives the same bytes
    manifest_sha256: str
    evidence_sha256: str
    verify_sha256: str
    count: int  # files


def make_bundle(evidence: Evidence, render: Render) -> Bundle:
    """Make a bundle.

    Raises:
        InvalidInputError: a document cannot be rendered; the message says why.
    """
    proofs = dict(_evidence_files(evidence))
    evidence_sha256 = _listing_sha256(proofs)
    papers = dict(_documents(render, evidence_sha256))
    held = {**proofs, **papers}
    manifest = {
        "format": FORMAT,
        "as_of": evidence.as_of.isoformat(),
        "reference": evidence.material.assessment.transaction.id,
        "evidence_sha256": evidence_sha256,
        "files": {name: _sha256(held[name]) for name in sorted(held)},
    }
    written = _json(manifest)
    sealed = f"{_sha256(written)}  {MANIFEST}\n".encode()
    parts = [(MANIFEST, written), (SEAL, sealed), *sorted(held.items())]
    return Bundle(
        deterministic_zip(parts, compress=False),
        _sha256(written),
        evidence_sha256,
        _sha256(proofs[VERIFY]),
        len(parts),
    )


def verifier() -> bytes:
    """The program that checks a bundle, as it is put into each."""
    return files("enduse.documents.bundle").joinpath("verify.py").read_bytes()


def _evidence_files(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    material = evidence.material
    readings = read_instruments(material.assessment, material.catalogue)
    outcome = assessment_document(material.assessment, instruments_json(readings))
    yield "README.txt", _README.encode()
    yield VERIFY, verifier()
    yield f"input/{evidence.input_name}", evidence.input_content
    yield "facts.json", _json(facts_data(evidence.facts, evidence.as_of, evidence.claimed))
    yield "rules.json", _json(rules_data(evidence.rules))
    yield "assessment.json", dump(outcome).encode()
    yield from ((f"pack/{name}", content) for name, content in evidence.pack)
    rows = snapshot_rows(material.base, evidence.countries, evidence.as_of)
    yield from ((f"snapshots/{name}", content) for name, content in rows)


def _documents(render: Render, evidence_sha256: str) -> Iterator[tuple[str, bytes]]:
    for kind, formats in DOCUMENTS.items():
        for output, content in render(kind, formats, evidence_sha256):
            yield f"documents/{kind.value}.{output.value}", content


def _listing_sha256(held: Mapping[str, bytes]) -> str:
    lines = (f"{_sha256(held[name])}  {name}\n" for name in sorted(held))
    return _sha256("".join(lines).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
