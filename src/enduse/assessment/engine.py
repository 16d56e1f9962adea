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
from enduse.assessment.context import Context, read_context
from enduse.assessment.country_facts import CountryFacts
from enduse.assessment.facts import gather_facts
from enduse.assessment.holds import legal_holds
from enduse.assessment.impacts import GROUPS_HIT
from enduse.assessment.judgement import Judged, judge_case
from enduse.assessment.pack import RulePack, load_pack
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
from enduse.domain.errors import InvalidInputError
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import MisuseForm, RouteLevel
from enduse.evidence.base import EvidenceBase, load_evidence
from enduse.evidence.manifests import Manifest
from enduse.rules.evaluate import evaluate
from enduse.rules.factbase import FactBase

_REVIEW_DAYS, _REVIEW_DAYS_HIGH = 365, 182  # trigger T10: 12 months, 6 for high risk
_LAST_DAY = date(9990, 12, 31)  # so that review dates exist
_ALWAYS = ("T01", "T02", "T03", "T06", "T08")
_IN_CRISIS = "T07"


@dataclass(frozen=True, slots=True)
class Engine:
    """Rules, evidence and taxonomy, loaded once and used for many assessments."""

    pack: RulePack
    base: EvidenceBase
    taxonomy: Taxonomy
    country_facts: CountryFacts
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
        answers, context, facts = self._read(transaction, as_of)
        findings = tuple(
            evaluate(rule, facts) for rule in self.pack.rules if rule.red_flag.stands_on(as_of)
        )
        judged = judge_case(
            context, facts, findings, tables=self.pack.tables, taxonomy=self.taxonomy
        )
        return self._outcome(transaction, as_of, context, answers, facts, findings, judged)

    def facts_of(self, transaction: Transaction, as_of: date) -> FactBase:
        """What is known about one transaction on one day, before any red flag is asked.

        Raises:
            InvalidInputError: an answer does not fit its question, or the day is out of reach.
        """
        return self._read(transaction, as_of)[2]

    def _read(self, transaction: Transaction, as_of: date) -> tuple[AnswersRead, Context, FactBase]:
        if as_of > _LAST_DAY:
            raise InvalidInputError(f"as_of: the last day that can be assessed is {_LAST_DAY}")
        answers = read_answers(transaction.answers, self.pack.answer_keys)
        by_name = {fact.name: fact for fact in answers.facts}
        context = read_context(
            transaction,
            by_name,
            countries=self.base.countries,
            agencies=self.pack.agencies,
            purposes=self.pack.purposes,
        )
        facts = FactBase.of(
            gather_facts(
                context,
                by_name,
                base=self.base,
                country_facts=self.country_facts,
                taxonomy=self.taxonomy,
                as_of=as_of,
            )
        )
        return answers, context, facts

    def _outcome(
        self,
        transaction: Transaction,
        as_of: date,
        context: Context,
        answers: AnswersRead,
        facts: FactBase,
        findings: tuple[Finding, ...],
        judged: Judged,
    ) -> Assessment:
        pack = self.pack
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
            pack.catalogue, findings, judged.rights, route.level, transaction.safeguards
        )
        return Assessment(
            transaction=transaction,
            as_of=as_of,
            scope=scope,
            capabilities=_capabilities(context, self.taxonomy),
            considerations=tuple(self._statuses(findings, answers)),
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
                context, facts.firm, base=self.base, taxonomy=self.taxonomy, as_of=as_of
            ),
            unknowns=unknowns_of(findings, facts, pack.dictionary),
            notes=(*answers.notes, *_contradictions(context, self.taxonomy)),
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


@cache
def load_engine(pack_dir: Path | None = None, data_dir: Path | None = None) -> Engine:
    """Load everything an assessment needs; the same arguments give the same engine again.

    Args:
        pack_dir: a customer's own rule pack; None for the embedded one.
        data_dir: a folder of imported sources and own registers; None for none.

    Raises:
        BadDataError: a pack or a snapshot is not as it should be.
    """
    pack, base = load_pack(pack_dir), load_evidence(data_dir)

    snapshots = {
        f"{manifest.id}/{name}": sha256 or _sha256_of(manifest, name)
        for manifest in base.manifests.values()
        if manifest.kind != "watchlist"  # not read by an assessment yet
        for name, sha256 in manifest.files.items()
    }
    reproducibility = Reproducibility(
        engine=f"enduse {version('enduse')}",
        rules_sha256=pack.sha256,
        snapshots=dict(sorted(snapshots.items())),
    )
    return Engine(pack, base, load_taxonomy(), CountryFacts(base), reproducibility)


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
