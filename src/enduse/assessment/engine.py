"""One assessment: a transaction and a day in, the reproducible outcome out."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from enduse.assessment.answers import AnswersRead, read_answers
from enduse.assessment.claims import ClaimsRead, gravest_finding, read_claims
from enduse.assessment.context import Context, read_context
from enduse.assessment.country_facts import CountryFacts
from enduse.assessment.facts import gather_facts
from enduse.assessment.holds import legal_holds
from enduse.assessment.impacts import GROUPS_HIT
from enduse.assessment.judgement import Judged, gravity_of_case, judge_case
from enduse.assessment.pack import RulePack, load_pack
from enduse.assessment.parties import PartyScreener
from enduse.assessment.party_facts import party_facts
from enduse.assessment.product_review import review_notes
from enduse.assessment.route import queue_order, route_of
from enduse.assessment.safeguards import conditions_of, safeguards_for
from enduse.assessment.scope import scope_of
from enduse.assessment.transaction_file import Known
from enduse.assessment.unknowns import unknowns_of
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.answers import Answer
from enduse.domain.assessment import (
    Assessment,
    Benefit,
    CapabilityOnFile,
    ConsiderationStatus,
    Reproducibility,
    ReviewTrigger,
)
from enduse.domain.errors import BadDataError, InvalidInputError
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.screened import Screening
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import MisuseForm, RouteLevel
from enduse.evidence.base import EvidenceBase, load_evidence
from enduse.evidence.manifests import Manifest
from enduse.rules.evaluate import evaluate
from enduse.rules.factbase import FactBase
from enduse.screening.index import Index
from enduse.screening.judgements import read_judgements
from enduse.screening.watchlist import read_watchlist

_REVIEW_DAYS, _REVIEW_DAYS_HIGH = 365, 182  # trigger T10: 12 months, 6 for high risk
_LAST_DAY = date(9990, 12, 31)  # so that review dates exist
WATCHLIST = "watchlist"  # id and kind of its manifest
_ALWAYS = ("T01", "T02", "T03", "T06", "T08")
_IN_CRISIS = "T07"


@dataclass(frozen=True, slots=True)
class CaseRead:
    """One transaction, read: its context, its answers, and every fact known about it."""

    context: Context
    answers: AnswersRead
    claims: ClaimsRead
    screening: Screening
    facts: FactBase  # without claims
    heard: tuple[FactBase, ...]  # the same facts with the claims of one claimant each
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """Rules, evidence and taxonomy, loaded once and used for many assessments."""

    pack: RulePack
    base: EvidenceBase
    taxonomy: Taxonomy
    country_facts: CountryFacts
    screener: PartyScreener
    reproducibility: Reproducibility

    @property
    def known(self) -> Known:
        """The ids that a transaction file may name."""
        return Known(
            countries=self.base.countries.resolve,
            capabilities=self.taxonomy.ids,
            answers=self.pack.answer_keys,
            safeguards=[safeguard.id for safeguard in self.pack.catalogue.safeguards],
        )

    def assess(self, transaction: Transaction, as_of: date) -> Assessment:
        """Assess one transaction on one day. The same input gives the same outcome.

        Raises:
            InvalidInputError: an answer does not fit its question, or the day is out of reach.
        """
        if as_of > _LAST_DAY:
            raise InvalidInputError(f"as_of: the last day that can be assessed is {_LAST_DAY}")
        read = self.read(transaction, as_of)
        readings = (read.facts, *read.heard)
        findings = tuple(
            gravest_finding([evaluate(rule, facts) for facts in readings])
            for rule in self.pack.rules
            if rule.red_flag.stands_on(as_of)
        )
        tables, taxonomy = self.pack.tables, self.taxonomy
        judged = max(
            (
                judge_case(read.context, facts, findings, tables=tables, taxonomy=taxonomy)
                for facts in readings
            ),
            key=gravity_of_case,
        )
        return self._outcome(transaction, as_of, read, findings, judged)

    def read(self, transaction: Transaction, as_of: date) -> CaseRead:
        """Read a transaction into the facts that the rules are asked on.

        Raises:
            InvalidInputError: an answer does not fit its question.
        """
        answers = read_answers(transaction.answers, self.pack.answer_keys)
        by_name = {fact.name: fact for fact in answers.facts}
        context = read_context(
            transaction,
            by_name,
            countries=self.base.countries,
            agencies=self.pack.agencies,
            purposes=self.pack.purposes,
        )
        screening = self.screener.screen(transaction, as_of)
        parties = party_facts(context, screening, by_name, as_of)
        known = gather_facts(
            context,
            by_name,
            parties,
            base=self.base,
            country_facts=self.country_facts,
            taxonomy=self.taxonomy,
            as_of=as_of,
        )
        claims = read_claims(transaction.claims, self.pack.answer_keys, by_name, as_of)
        heard = tuple(FactBase.of((*known, *claimed)) for claimed in claims.by_role.values())
        notes = (
            *answers.notes,
            *claims.notes,
            *parties.notes,
            *_contradictions(context, self.taxonomy),
            *review_notes(context.review, transaction.product, self.taxonomy),
        )
        return CaseRead(context, answers, claims, screening, FactBase.of(known), heard, notes)

    def _outcome(
        self,
        transaction: Transaction,
        as_of: date,
        read: CaseRead,
        findings: tuple[Finding, ...],
        judged: Judged,
    ) -> Assessment:
        pack, context, facts = self.pack, read.context, read.facts
        scope = scope_of(context, facts.firm, self.taxonomy)
        route = route_of(
            context,
            scope,
            judged,
            findings,
            tables=pack.tables,
            dictionary=pack.dictionary,
        )
        safeguards = safeguards_for(
            pack.catalogue,
            findings,
            judged.rights,
            route.level,
            [one.id for one in transaction.safeguards],
        )
        return Assessment(
            transaction=transaction,
            as_of=as_of,
            scope=scope,
            capabilities=_capabilities(context, self.taxonomy),
            considerations=tuple(self._statuses(findings, read.answers)),
            findings=findings,
            rights=judged.rights,
            affected_groups=_groups(judged, facts),
            whole_population=_whole_population(judged, facts),
            benefits=tuple(_benefits(context)),
            route=route,
            queue_order=queue_order(route, judged, findings),
            safeguards=safeguards,
            conditions=conditions_of(safeguards),
            review_triggers=tuple(self._triggers(as_of, route.level, findings)),
            legal_holds=legal_holds(
                context,
                facts,
                read.screening,
                base=self.base,
                taxonomy=self.taxonomy,
                as_of=as_of,
            ),
            screening=read.screening,
            unknowns=unknowns_of(findings, facts, pack.dictionary, read.claims.names),
            notes=read.notes,
            public_line=self._public_line(context, route.level),
            reproducibility=self.reproducibility,
        )

    def _statuses(
        self, findings: tuple[Finding, ...], answers: AnswersRead
    ) -> Iterable[ConsiderationStatus]:
        counts = Counter((f.red_flag.consideration, f.answer) for f in findings)
        in_all = Counter(f.red_flag.consideration for f in findings)
        for consideration in self.pack.catalogue.considerations:
            raised = counts[consideration.id, FindingAnswer.RAISED]
            clear = counts[consideration.id, FindingAnswer.CLEAR]
            yield ConsiderationStatus(
                id=consideration.id,
                title=consideration.title,
                answered=sum(q.id in answers.answered for q in consideration.questions),
                of=len(consideration.questions),
                raised=raised,
                clear=clear,
                unknown=in_all[consideration.id] - raised - clear,
            )

    def _triggers(
        self, as_of: date, level: RouteLevel, findings: Iterable[Finding]
    ) -> Iterable[ReviewTrigger]:
        texts = {item.id: item.text for item in self.pack.catalogue.review_triggers}
        for id_ in _ALWAYS:
            yield ReviewTrigger(id_, texts[id_])
        unsettled = {"C2-R03", "C2-R08", "C2-R11"}
        if any(f.red_flag.id in unsettled and f.answer is FindingAnswer.RAISED for f in findings):
            yield ReviewTrigger(_IN_CRISIS, texts[_IN_CRISIS])
        days = _REVIEW_DAYS_HIGH if level.rank >= RouteLevel.ESCALATE.rank else _REVIEW_DAYS
        yield ReviewTrigger("T10", texts["T10"], as_of + timedelta(days=days))

    def _public_line(self, context: Context, level: RouteLevel) -> str:
        groups = {self.taxonomy.get(id_).group for id_ in context.supposed.capabilities}
        product = ", ".join(sorted(groups)) or "a product without a named surveillance capability"
        kinds = {kind.value.replace("_", " ") for kind in context.supposed.types}
        user = ", ".join(sorted(kinds)) or "an end-user of unknown kind"
        regions = {self.base.countries.get(code).sub_region for code in context.supposed.countries}
        where = ", ".join(sorted(regions)) or "a place not stated"
        return f"One sale assessed: {product}; {user}; {where}; proposed: {level.label}."


JUDGEMENTS = "judgements.jsonl"  # in a user's data folder


@cache
def load_engine(
    pack_dir: Path | None = None, data_dir: Path | None = None, index: Path | None = None
) -> Engine:
    """Load everything an assessment needs; the same arguments give the same engine again.

    Args:
        pack_dir: a customer's own rule pack; None for the embedded one.
        data_dir: a folder of imported sources, own registers and judgements; None for none.
        index: an index file of the watchlist to screen with; None builds the index of the
            embedded one in memory when the first party is screened.

    Raises:
        BadDataError: a pack, a snapshot or the index is not as it should be.
        InvalidInputError: the judgements cannot be read.
    """
    pack, base = load_pack(pack_dir), load_evidence(data_dir)
    said = _judgements_of(data_dir)
    opened = Index.open(index) if index is not None else None
    snapshots = {
        f"{manifest.id}/{name}": sha256 or _sha256_of(manifest, name)
        for manifest in base.manifests.values()
        for name, sha256 in manifest.files.items()
        if manifest.kind != WATCHLIST or opened is None or opened.version == manifest.version
    }
    if opened is not None and f"{WATCHLIST}/lists.toml" not in snapshots:
        snapshots[f"{WATCHLIST}/version"] = opened.version
    if said:
        snapshots[JUDGEMENTS] = hashlib.sha256(said).hexdigest()
    reproducibility = Reproducibility(
        engine=f"enduse {version('enduse')}",
        rules_sha256=pack.sha256,
        snapshots=dict(sorted(snapshots.items())),
    )
    screener = PartyScreener(
        (lambda: opened) if opened is not None else lambda: _embedded_index(base),
        read_judgements(said, JUDGEMENTS) if said else (),
    )
    return Engine(pack, base, load_taxonomy(), CountryFacts(base), screener, reproducibility)


def _embedded_index(base: EvidenceBase) -> Index:
    folder = base.manifests[WATCHLIST].folder
    if not isinstance(folder, Path):
        raise BadDataError("the watchlist has to lie in a folder; unpack the package")
    return Index.of(read_watchlist(folder))


def _judgements_of(data_dir: Path | None) -> bytes:
    """The file of judgements; empty when there is none."""
    file = data_dir / JUDGEMENTS if data_dir is not None else None
    return file.read_bytes() if file is not None and file.is_file() else b""


def _sha256_of(manifest: Manifest, name: str) -> str:
    """The hash of a file that is kept by hand and so has none in its manifest."""
    if manifest.folder is None:
        return ""
    return hashlib.sha256((manifest.folder / name).read_bytes()).hexdigest()


def _capabilities(context: Context, taxonomy: Taxonomy) -> tuple[CapabilityOnFile, ...]:
    declared = (
        CapabilityOnFile(id_, taxonomy.get(id_).name, declared=True, confidence=1.0, words="")
        for id_ in sorted(context.firm.capabilities)
    )
    guessed = (
        CapabilityOnFile(
            found.id,
            taxonomy.get(found.id).name,
            declared=False,
            confidence=round(found.confidence, 2),
            words=found.evidence[0].sentence[:300] if found.evidence else "",
        )
        for found in context.guessed_capabilities
    )
    return (*declared, *guessed)


def _groups(judged: Judged, facts: FactBase) -> tuple[str, ...]:
    forms = {form for right in judged.rights for form in right.misuse_forms}
    named = facts.firm.get("impact.groups_named")
    words = named.value if named and isinstance(named.value, frozenset) else frozenset()
    by_form = [GROUPS_HIT[form] for form in MisuseForm if form in forms]
    return (*by_form, *sorted(word.replace("_", " ") for word in words))


def _whole_population(judged: Judged, facts: FactBase) -> Answer:
    """Whether whole populations are within reach of the product in that place."""
    if any(right.scope >= 4 for right in judged.rights):
        return Answer.YES
    scale = facts.firm.get("product.mass_scale")
    return Answer.NO if scale and scale.value is Answer.NO else Answer.UNKNOWN


def _benefits(context: Context) -> Iterable[Benefit]:
    for found in context.purposes:
        if found.purpose.benefit:
            yield Benefit(found.purpose.benefit, found.words)


def _contradictions(context: Context, taxonomy: Taxonomy) -> Iterable[str]:
    """Where the text says what the stated inventory does not."""
    if context.marks is None or not context.inventory_complete:
        return
    for found in context.marks.found:
        if found.counts and found.id not in context.firm.capabilities:
            yield (
                f"The text speaks of {taxonomy.get(found.id).name}, which the inventory "
                "(C1-Q01) does not name; correct one of the two."
            )
