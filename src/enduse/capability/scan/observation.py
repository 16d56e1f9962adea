"""One observation of a capability, and how many together become one finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.capability.chances import any_holds
from enduse.capability.reading import Strength
from enduse.capability.scan.result import EvidenceKind, ScanEvidence, ScannedCapability

MAX_EVIDENCE = 10  # pieces kept for one capability
MOST_CONFIDENT = 0.99  # of anything that no person has confirmed
_ORDER = (Strength.CORE, Strength.PRESENT, Strength.POSSIBLE, Strength.MENTIONED)


@dataclass(frozen=True, slots=True)
class Observation:
    """That one thing shows one capability."""

    capability: str  # id
    strength: Strength
    confidence: float  # 0.0 to 1.0
    key: str  # observations with the same key say the same thing twice
    evidence: ScanEvidence


def merged(capability: str, seen: Sequence[Observation]) -> ScannedCapability:
    """Everything seen of one capability as one finding.

    The strength is the firmest that anything shows. Confidence counts each distinct thing once,
    and texts once in all, however many files repeat them. What is only mentioned adds nothing to
    what is a function of the product.
    """
    own = [one for one in seen if one.strength is not Strength.MENTIONED] or list(seen)
    strength = min((one.strength for one in own), key=_ORDER.index)
    evidence = _kept(seen)
    confidence = any_holds((one.key, one.confidence) for one in own)
    confidence = min(round(confidence, 3), MOST_CONFIDENT)
    return ScannedCapability(capability, strength, confidence, evidence)


def _kept(seen: Sequence[Observation]) -> tuple[ScanEvidence, ...]:
    """The most telling evidence, some of each kind."""
    ranked = sorted(seen, key=_rank)
    firsts = {
        kind: one.evidence
        for kind in EvidenceKind
        for one in reversed(ranked)
        if one.evidence.kind is kind
    }
    rest = (one.evidence for one in ranked)
    ordered = dict.fromkeys((*_in_order(firsts), *rest))
    return tuple(ordered)[:MAX_EVIDENCE]


def _in_order(firsts: dict[EvidenceKind, ScanEvidence]) -> Iterator[ScanEvidence]:
    yield from (firsts[kind] for kind in EvidenceKind if kind in firsts)


def _rank(one: Observation) -> tuple[int, float, str]:
    """Of equals within a file, what the reader gave first stays first: it tells most."""
    return _ORDER.index(one.strength), -one.confidence, one.evidence.source
