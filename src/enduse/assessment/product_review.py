"""What a scan and a profile of the product say, as facts of the case with their evidence.

What a person states in the profile is firm. What a scan found is supposed until a person confirms
it; what a person says is absent, with a reason, is supposed no longer.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from enduse.capability.components.parsing import json_table
from enduse.capability.degree import Evidence as Words
from enduse.capability.profile.consequences import stated_capabilities, stated_properties
from enduse.capability.profile.product_profile import ProductProfile, parse_profile, read_profile
from enduse.capability.profile.questions import NO, YES
from enduse.capability.reading import THRESHOLD, FoundCapability
from enduse.capability.scan.exchange import control_entries, read_scan
from enduse.capability.scan.result import Scan, ScannedCapability, ScannedProperty
from enduse.capability.taxonomy import Taxonomy
from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import Fact
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.transactions import Product

MAX_BYTES = 10_000_000  # of a scan that is kept beside a transaction
MAX_EVIDENCE = 5
_SCAN, _PROFILE = "the scan of the product", "the product profile"
_DATA, _USE_VISIBLE = "product.data", "product.use_visible_to_seller"
_CLASSIFICATION = "product.classification"


@dataclass(frozen=True, slots=True)
class ProductReview:
    """What is known of the product from a scan, a profile, or both."""

    stated: frozenset[str] = frozenset()  # ids that a person states
    denied: frozenset[str] = frozenset()  # ids that a person says are absent
    found: tuple[FoundCapability, ...] = ()  # by the scan, and confirmed by nobody
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)  # by capability
    facts: tuple[Fact, ...] = ()  # beside the capabilities; guesses are not firm


def review_product(product: Product, taxonomy: Taxonomy) -> ProductReview:
    """Read what the transaction brings along about its product.

    Raises:
        InvalidInputError: the scan or the profile is not in its form.
    """
    scan = None if product.scan is None else read_scan("product.scan", dict(product.scan))
    profile = None if product.profile is None else read_profile("product.profile", product.profile)
    if scan is None and profile is None:
        return ProductReview()
    stated, denied, evidence = _stated(profile, scan, product)
    found = tuple(_found(scan, stated | denied)) if scan else ()
    if scan:
        told = _provenance(_SCAN, product.scan)
        for one in found:
            row = next(row for row in scan.capabilities if row.id == one.id)
            evidence[one.id] = tuple(_evidence(row, told))
    return ProductReview(
        stated=stated,
        denied=denied,
        found=found,
        evidence=evidence,
        facts=(
            *_from_profile(profile, product),
            *_from_scan(scan, product, taxonomy),
        ),
    )


def with_attachments(
    values: Mapping[str, object], read: Callable[[str], bytes]
) -> dict[str, object]:
    """A transaction whose product names its scan and profile by path, with both put in.

    Args:
        values: the transaction, as a JSON or TOML reader gives it.
        read: gives the content of a path.

    Raises:
        InvalidInputError: a file cannot be read; the message names it.
    """
    product = values.get("product")
    if not isinstance(product, Mapping):
        return dict(values)
    kept = dict(product)
    if isinstance(path := product.get("scan"), str):
        kept["scan"] = json_table(_decoded(path, read(path)))
    if isinstance(path := product.get("profile"), str):
        kept["profile"] = parse_profile(path, read(path))
    return {**values, "product": kept}


def beside(folder: Path) -> Callable[[str], bytes]:
    """A reader of files that lie in a folder or below it, and nowhere else."""

    def read(name: str) -> bytes:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise InvalidInputError(f"{name}: should lie in the folder of the transaction")
        try:
            whole = (folder / path).resolve(strict=True)
            if not whole.is_relative_to(folder.resolve()):
                raise InvalidInputError(f"{name}: should lie in the folder of the transaction")
            if whole.stat().st_size > MAX_BYTES:
                raise InvalidInputError(f"{name}: longer than {MAX_BYTES:,} bytes")
            return whole.read_bytes()
        except OSError as error:
            raise InvalidInputError(f"{name}: cannot be read: {error.strerror}") from None

    return read


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{name}: not UTF-8 at byte {error.start}") from None


def _stated(
    profile: ProductProfile | None, scan: Scan | None, product: Product
) -> tuple[frozenset[str], frozenset[str], dict[str, tuple[Evidence, ...]]]:
    """What a person states and denies; the profile at hand goes before the one in the scan."""
    stated: dict[str, tuple[Evidence, ...]] = {}
    denied: set[str] = set()
    told = _provenance(_PROFILE, product.profile)
    for one in stated_capabilities(profile) if profile else ():
        if one.is_denied:
            denied.add(one.capability)
        else:
            stated[one.capability] = (Evidence(f"{one.capability}: {one.reason}", told),)
    if scan:
        scanned = _provenance(_SCAN, product.scan)
        for row in scan.negated:
            if row.is_confirmed and row.id not in stated:
                denied.add(row.id)
        for row in scan.capabilities:
            if row.is_confirmed and row.id not in denied:
                stated.setdefault(row.id, tuple(_evidence(row, scanned)))
    return frozenset(stated), frozenset(denied), stated


def _found(scan: Scan, decided: frozenset[str]) -> Iterator[FoundCapability]:
    for row in (*scan.capabilities, *scan.infrastructure):
        if row.counts and row.confidence >= THRESHOLD and row.id not in decided:
            words = tuple(Words(e.shown, 0, 0, e.reason) for e in row.evidence[:MAX_EVIDENCE])
            yield FoundCapability(row.id, row.strength, row.confidence, words)


def _evidence(row: ScannedCapability, told: Provenance) -> Iterator[Evidence]:
    for one in row.evidence[:MAX_EVIDENCE]:
        says = f"{row.id} ({row.strength}): {one.reason}: {one.shown}"
        yield Evidence(says[:300], _at(told, f"{one.source}:{one.line}"))


def _from_profile(profile: ProductProfile | None, product: Product) -> Iterator[Fact]:
    if profile is None:
        return
    told = _provenance(_PROFILE, product.profile)
    for one in stated_properties(profile):
        evidence = (Evidence(one.reason, told),)
        yield Fact(f"product.{one.property.value}", one.answer, evidence=evidence)
    if collected := profile.answers.get("collects"):
        says = Evidence(f"collects {', '.join(sorted(collected))}", told)
        yield Fact(_DATA, collected, complete=False, evidence=(says,))
    seen = [profile.answers.get(id_, frozenset()) for id_ in ("use_visible", "limitable")]
    answer = Answer.YES if any(YES in words for words in seen) else Answer.NO
    if answer is Answer.YES or all(NO in words for words in seen):
        says = Evidence(f"answered: the use can be seen or limited: {answer}", told)
        yield Fact(_USE_VISIBLE, answer, evidence=(says,))


def _from_scan(scan: Scan | None, product: Product, taxonomy: Taxonomy) -> Iterator[Fact]:
    if scan is None:
        return
    told = _provenance(_SCAN, product.scan)
    for one in scan.properties:
        if one.is_confirmed and product.profile is None:
            yield _property(one, Answer(one.answer), told, firm=True)
        elif not one.is_confirmed:
            yield _property(one, Answer.YES, told, firm=False)
    entries = list(control_entries(scan, taxonomy))
    if entries:
        leads = tuple(
            Evidence(
                f"{entry['entry']} ({entry['list']}): a lead from {entry['capability']}, "
                f"confidence {entry['confidence']}; no classification",
                Provenance(
                    "control lists as this project knew them", published_on=taxonomy.controls.as_of
                ),
            )
            for entry in entries[:MAX_EVIDENCE]
        )
        named = ", ".join(entry["entry"] for entry in entries)
        yield Fact(_CLASSIFICATION, f"to review: {named}", firm=False, evidence=leads)


def _property(one: ScannedProperty, answer: Answer, told: Provenance, *, firm: bool) -> Fact:
    place = _at(told, f"{one.evidence.source}:{one.evidence.line}")
    evidence = (Evidence(f"{one.evidence.reason}: {one.evidence.shown}"[:300], place),)
    return Fact(f"product.{one.id}", answer, firm=firm, evidence=evidence)


def _provenance(source: str, table: Mapping[str, object] | None) -> Provenance:
    """The source with the hash of what was read, in one fixed form of JSON."""
    if table is None:
        return Provenance(source)
    content = json.dumps(table, sort_keys=True, ensure_ascii=False, default=str)
    return Provenance(source, sha256=hashlib.sha256(content.encode("utf-8")).hexdigest())


def _at(told: Provenance, locator: str) -> Provenance:
    return Provenance(told.source, locator, sha256=told.sha256)


def review_facts(review: ProductReview, answered: Mapping[str, Fact]) -> Iterable[Fact]:
    """The facts of a review under whose names the transaction itself says nothing."""
    known = {name for name, fact in answered.items() if fact.value is not None}
    stated = {fact.name for fact in review.facts if fact.firm}
    return [
        fact
        for fact in review.facts
        if fact.name not in known and (fact.firm or fact.name not in stated)
    ]


def review_notes(review: ProductReview, product: Product, taxonomy: Taxonomy) -> Iterator[str]:
    """Where the transaction and what is known of its product do not agree."""
    declared = product.capabilities or ()
    for found in review.found if declared else ():
        if found.id not in declared:
            yield (
                f"The scan found {taxonomy.get(found.id).name}, which product.capabilities does "
                "not name. It is supposed until the profile confirms it, or says with a reason "
                "that it is absent."
            )
    for id_ in sorted(review.denied & frozenset(declared)):
        yield (
            f"product.capabilities names {taxonomy.get(id_).name}, which the profile says is "
            "absent. What the transaction states stands; correct one of the two."
        )
