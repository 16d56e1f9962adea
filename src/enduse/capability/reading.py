"""Read free text for what a product can do to people, with the sentences that show it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from enduse.capability.chances import any_holds
from enduse.capability.degree import Degree, Evidence, Mark, Narrowing, Stance, Widening
from enduse.capability.formats.document import Section
from enduse.capability.functions import Found
from enduse.capability.headings import HeldParts, held_parts
from enduse.capability.lexicon import OTHER_SENSE, WEAK, Lexicon, load_lexicon
from enduse.capability.stance import Scope, scopes_of, stance_of, whole_scopes
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.capability.vocabulary import Hit
from enduse.capability.words import Sentence, sentences

THRESHOLD = 0.5  # confidence from which a capability counts as found
CORE_CONFIDENCE = 0.8
LEAD = 150  # words; what stands later in a long text is more often about something else
LONG = 1_500  # letters; parts that stand so far apart say less together
LATE = 0.75  # how far it is trusted, against 1.0
LATE_HINT = 0.25  # the same for what merely hints: a long text holds many hints of anything
OPENING = 40  # words; a sentence that begins within them may say what the product is for
HINTS = "hints at"  # the reason given for a weak term
MAX_EVIDENCE = 5  # pieces of evidence kept for one capability
MAX_QUOTE = 400  # characters of a sentence that are quoted


class Strength(StrEnum):
    """How firmly the text gives the product a capability."""

    CORE = "core"
    PRESENT = "present"
    POSSIBLE = "possible"  # with configuration, an add-on or an integration
    MENTIONED = "mentioned"  # spoken of, not a function of the product


@dataclass(frozen=True, slots=True)
class FoundCapability:
    """A capability the text speaks of, how firmly, and the words that show it."""

    id: str
    strength: Strength
    confidence: float  # 0.0 to 1.0
    evidence: tuple[Evidence, ...]

    @property
    def counts(self) -> bool:
        """Whether it is a function of the product, and not only spoken of."""
        return self.strength is not Strength.MENTIONED


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says. Each tuple stands from most to least confident."""

    found: tuple[FoundCapability, ...]
    negated: tuple[FoundCapability, ...]  # denied, or opposed as by a detector
    infrastructure: tuple[FoundCapability, ...]  # general components; telling beside another
    degree: Degree
    suggestions: tuple[FoundCapability, ...] = ()  # below the threshold: worth a question

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the capabilities found that are functions of the product."""
        return tuple(capability.id for capability in self.found if capability.counts)


@dataclass(frozen=True, slots=True)
class _Claim:
    target: str  # a capability id, or a degree mark
    weight: float
    evidence: Evidence
    key: str  # claims with the same key say the same thing twice
    in_opening: bool


def read_text(
    text: str, *, sections: Sequence[Section] = (), taxonomy: Taxonomy | None = None
) -> Reading:
    """Read a text in any of the six languages. Linear in its length; never raises on text.

    Args:
        text: a description, README, data sheet or statement of end-use.
        sections: its parts, whose headings say how what stands below them is held.
        taxonomy: the capabilities to look for; those that ship with the package by default.
    """
    taxonomy = taxonomy or load_taxonomy()
    lexicon = load_lexicon(taxonomy)
    held = held_parts(sections, lexicon)
    said: dict[str, Evidence] = {}
    from_sentences = (
        claim
        for sentence, before in _counted(sentences(text))
        for claim in _claims_of(text, sentence, lexicon, held, said, before=before)
    )
    by_target: dict[str, list[_Claim]] = {}
    repeats: Counter[tuple[str, str, Stance]] = Counter()
    _file(from_sentences, by_target, repeats)
    trust = LATE if len(text) > LONG else 1.0
    _file(_claims_of_whole(said, lexicon, trust), by_target, repeats)
    return _reading(by_target, taxonomy, lexicon)


def _counted(parts: Iterable[Sentence]) -> Iterator[tuple[Sentence, int]]:
    """Each sentence with the number of words before it."""
    before = 0
    for sentence in parts:
        yield sentence, before
        before += len(sentence.words)


def _file(
    claims: Iterable[_Claim],
    by_target: dict[str, list[_Claim]],
    repeats: Counter[tuple[str, str, Stance]],
) -> None:
    """Keep a few of the claims that say the same, so that memory does not grow with the text."""
    for claim in claims:
        same = claim.target, claim.key, claim.evidence.stance
        if repeats[same] < MAX_EVIDENCE:
            repeats[same] += 1
            by_target.setdefault(claim.target, []).append(claim)


def _claims_of(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    held: HeldParts,
    said: dict[str, Evidence],
    *,
    before: int,
) -> Iterator[_Claim]:
    """The claims of one sentence, with `before` words before it in the text.

    Notes in `said` the concepts it asserts for the first time.
    """
    hits = _in_this_sense(lexicon.vocabulary.hits(sentence.words))
    if not hits:
        return
    part = held.at(sentence.spans[0][0])
    scopes = (*scopes_of(sentence, hits), *whole_scopes(sentence, part))
    _note(said, text, sentence, hits, scopes, lexicon)
    for target, weight, picked, reason, key in _matches(hits, lexicon):
        start, end = sentence.span(min(h.first for h in picked), max(h.last for h in picked))
        stance = stance_of(target, picked, scopes)
        quote = quoted(text, sentence, start)
        evidence = Evidence(quote, start, end, reason, stance)
        trusted = weight * _trust(before, is_hint=key.startswith(WEAK))
        yield _Claim(target, trusted, evidence, key, in_opening=before < OPENING)


def _trust(before: int, *, is_hint: bool) -> float:
    if before < LEAD:
        return 1.0
    return LATE_HINT if is_hint else LATE


def _note(
    said: dict[str, Evidence],
    text: str,
    sentence: Sentence,
    hits: Sequence[Hit],
    scopes: Sequence[Scope],
    lexicon: Lexicon,
) -> None:
    for hit in hits:
        fresh = hit.name in lexicon.text_concepts and hit.name not in said
        if fresh and stance_of("", (hit,), scopes) is Stance.ASSERTED:
            start, end = sentence.span(hit.first, hit.last)
            said[hit.name] = Evidence(quoted(text, sentence, start), start, end, "")


def _claims_of_whole(
    said: Mapping[str, Evidence], lexicon: Lexicon, trust: float
) -> Iterator[_Claim]:
    """Compositions: parts that together are a capability no single part names."""
    for function in lexicon.text_functions:
        if all(any(name in said for name in need) for need in function.needs):
            shown = next(said[name] for name in sorted(function.needs[-1]) if name in said)
            evidence = replace(shown, reason=function.reason, stance=Stance.OPTIONAL)
            weight = trust * function.weight
            yield _Claim(function.target, weight, evidence, function.reason, in_opening=False)


def _matches(
    hits: Sequence[Hit], lexicon: Lexicon
) -> Iterator[tuple[str, float, tuple[Hit, ...], str, str]]:
    """(target, weight, hits, reason, key) of each term and each function a sentence says."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.name, []).append(hit)
        target = lexicon.term_targets.get(hit.name)
        if target is not None:
            reason = HINTS if hit.name.startswith(WEAK) else "names the capability"
            yield target, lexicon.term_weights[hit.name], (hit,), reason, f"{hit.name}"
    yield from _functions_said(found, lexicon)


def _functions_said(
    found: Found, lexicon: Lexicon
) -> Iterator[tuple[str, float, tuple[Hit, ...], str, str]]:
    for function in lexicon.functions.candidates(found):
        picked = function.match(found)
        if picked is not None:
            yield function.target, function.weight, picked, function.reason, function.reason


def _in_this_sense(hits: list[Hit]) -> list[Hit]:
    """The hits that do not lie within words of another sense."""
    others = [hit for hit in hits if hit.name.startswith(OTHER_SENSE)]
    if not others:
        return hits
    return [
        hit for hit in hits if not any(o.first <= hit.first and hit.last <= o.last for o in others)
    ]


def quoted(text: str, sentence: Sentence, start: int) -> str:
    """A sentence as it stands in the text; of a long one, what stands around `start`."""
    first, last = sentence.span(0, len(sentence.words) - 1)
    if last - first <= MAX_QUOTE:
        return text[first:last]
    begin = max(first, start - MAX_QUOTE // 2)
    return text[begin : min(last, begin + MAX_QUOTE)]


def _reading(
    by_target: Mapping[str, Sequence[_Claim]], taxonomy: Taxonomy, lexicon: Lexicon
) -> Reading:
    ids = {c.id: c for c in taxonomy.capabilities}
    weighed = [_weighed(target, said) for target, said in by_target.items() if target in ids]
    weighed.sort(key=lambda capability: (-capability.confidence, capability.id))
    denied = [_denied(t, said) for t, said in by_target.items() if t in ids and _is_denied(said)]
    named = {capability.id for capability in denied}
    over = [c for c in weighed if c.confidence >= THRESHOLD and c.id not in named]
    over = _without_implied(over, by_target, lexicon)
    shown = {capability.id for capability in over}
    return Reading(
        found=tuple(c for c in over if not ids[c.id].is_infrastructure),
        negated=tuple(sorted(denied, key=lambda c: (-c.confidence, c.id))),
        infrastructure=tuple(c for c in over if ids[c.id].is_infrastructure),
        degree=_degree(by_target),
        suggestions=tuple(
            c for c in weighed if c.confidence and c.id not in shown and c.id not in named
        ),
    )


def _without_implied(
    over: Sequence[FoundCapability], by_target: Mapping[str, Sequence[_Claim]], lexicon: Lexicon
) -> list[FoundCapability]:
    """Leave out what is only part of a more specific capability, unless the text names it."""
    own = {capability.id for capability in over if capability.counts}
    return [
        capability
        for capability in over
        if not lexicon.implied.get(capability.id, frozenset()) & own
        or any(
            c.key in lexicon.term_targets and c.weight >= THRESHOLD
            for c in by_target[capability.id]
        )
    ]


def _is_denied(said: Sequence[_Claim]) -> bool:
    """Whether the text only denies or opposes it."""
    firm = [claim for claim in said if claim.weight >= THRESHOLD]
    return bool(firm) and all(claim.evidence.stance.rank >= Stance.OPPOSED.rank for claim in firm)


def _denied(target: str, said: Sequence[_Claim]) -> FoundCapability:
    best = sorted(said, key=lambda claim: -claim.weight)
    evidence = tuple(claim.evidence for claim in best[:MAX_EVIDENCE])
    return FoundCapability(target, Strength.MENTIONED, best[0].weight, evidence)


def _weighed(target: str, said: Sequence[_Claim]) -> FoundCapability:
    own = [c for c in said if c.evidence.stance.rank <= Stance.OPTIONAL.rank]
    spoken = [c for c in said if c.evidence.stance.rank <= Stance.COMPARED.rank]
    confidence = _confidence(own)
    if confidence >= THRESHOLD:
        strength = _strength(own, confidence)
        counted = own
    else:
        strength, counted = Strength.MENTIONED, spoken
        confidence = max(confidence, _confidence(spoken))
    best = sorted(counted, key=lambda c: (-c.weight, c.evidence.start))
    evidence = tuple(claim.evidence for claim in best[:MAX_EVIDENCE])
    return FoundCapability(target, strength, round(confidence, 3), evidence)


def _confidence(claims: Iterable[_Claim]) -> float:
    """How sure that at least one claim holds, each distinct one counted once. 0.0 to 1.0."""
    return any_holds((claim.key, claim.weight) for claim in claims)


def _strength(own: Sequence[_Claim], confidence: float) -> Strength:
    asserted = [claim for claim in own if claim.evidence.stance is Stance.ASSERTED]
    if _confidence(asserted) < THRESHOLD:
        return Strength.POSSIBLE
    leads = any(claim.in_opening and claim.weight >= THRESHOLD for claim in asserted)
    if leads and confidence >= CORE_CONFIDENCE:
        return Strength.CORE
    return Strength.PRESENT


def _degree(by_target: Mapping[str, Sequence[_Claim]]) -> Degree:
    marks = {
        kind: next((c.evidence for c in said if c.evidence.stance is Stance.ASSERTED), None)
        for kind, said in by_target.items()
    }
    return Degree(
        narrowing=tuple(Mark(k, e) for k in Narrowing if (e := marks.get(k)) is not None),
        widening=tuple(Mark(k, e) for k in Widening if (e := marks.get(k)) is not None),
    )
