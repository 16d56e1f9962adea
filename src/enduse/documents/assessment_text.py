"""An assessment as plain text of 80 columns, to be read on a terminal or read aloud."""

from collections.abc import Iterable, Iterator

from enduse.documents.assessment_screening import screening_lines
from enduse.documents.assessment_words import (
    PROPOSES,
    REACH_WORDS,
    SCOPE_WORDS,
    WEIGHT_WORDS,
    WHAT_IT_MEANS,
    product_words,
    raised_by_weight,
    rights_by_weight,
    route_sentence,
    safeguards_by_phase,
    source_words,
    tally,
    unknowns_by_weight,
    users_words,
)
from enduse.documents.trace_words import basis_sentence
from enduse.documents.wrapping import wrap
from enduse.domain.assessment import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Assessment,
    SafeguardAsked,
    Unknown,
)
from enduse.domain.catalogue import Catalogue
from enduse.domain.findings import Finding, FindingAnswer, Trace
from enduse.domain.vocabulary import Confidence, Severity

FEW_FINDINGS, FEW_UNKNOWNS, FEW_SAFEGUARDS = 5, 3, 4  # of a short text
_ALL = 1_000_000
_PARTIES = ("party_listed", "match:", "owned:")  # legal questions about who the parties are
_LETTERS = {
    Confidence.QUOTED_BASIS: "w",
    Confidence.QUOTED_DRAFT: "d",
    Confidence.MEMORY_HIGH: "r1",
    Confidence.MEMORY_MEDIUM: "r2",
    Confidence.MEMORY_LOW: "r3",
    Confidence.INFERRED: "+",
}


def assessment_text(
    assessment: Assessment, *, deep: bool = False, catalogue: Catalogue | None = None
) -> str:
    """Write an assessment for a person.

    Args:
        assessment: the outcome.
        deep: everything, with every why-tree; otherwise one to two screens.
        catalogue: gives the wording of questions; without it only their ids are shown.
    """
    questions = {q.id: q.text for q in catalogue.questions} if catalogue else {}
    parts = [
        _head(assessment),
        _why(assessment),
        _rights(assessment),
        _findings(assessment, deep=deep),
        _safeguards(assessment, deep=deep),
        _unknowns(assessment, questions, deep=deep),
        *(_depth(assessment) if deep else ()),
        _holds(assessment, deep=deep),
        _end(assessment, deep=deep),
    ]
    text = "\n\n".join("\n".join(part) for part in parts)
    return text + "\n"


def _head(assessment: Assessment) -> list[str]:
    transaction, route = assessment.transaction, assessment.route
    provisional = (
        " It is provisional: part of it rests on guesses or on facts not on file."
        if route.provisional
        else ""
    )
    return [
        *wrap(f"Assessment of {transaction.id or 'a transaction without an id'}", ""),
        *wrap(f"Product:   {product_words(transaction)}", "", "           "),
        *wrap(f"End-user:  {users_words(transaction)}", "", "           "),
        *wrap(f"As of:     {assessment.as_of.isoformat()} (nothing published later counts)", ""),
        "",
        *wrap(f"PROPOSED ROUTE: {route_sentence(route)}", ""),
        *wrap(f"{WHAT_IT_MEANS[route.level]} {PROPOSES}{provisional}", "  "),
    ]


def _why(assessment: Assessment) -> list[str]:
    route = assessment.route
    lines = [*_title("Why"), *_list(route.because)]
    lines += wrap(f"In scope? {SCOPE_WORDS[assessment.scope.in_scope]}", "  - ", "    ")
    if assessment.benefits:
        named = ", ".join(benefit.name for benefit in assessment.benefits)
        lines += wrap(f"Named benefits, which offset no risk: {named}.", "  - ", "    ")
    if route.pause_until:
        lines += ["", *_title("Establish first"), *_list(route.pause_until)]
    return lines


def _rights(assessment: Assessment) -> list[str]:
    lines = _title("Rights at risk")
    if not assessment.rights:
        named = "No capability is on file that bears on a right"
        return [*lines, *wrap(f"{named}; that is not a finding that none is at risk.", "  ")]
    lines.append(f"  {'Right':<48}{'Harm would be':<15}Misuse is")
    said: dict[str, list[str]] = {}
    for right in rights_by_weight(assessment.rights):
        severity, likelihood = SEVERITY_WORDS[right.severity], LIKELIHOOD_WORDS[right.likelihood]
        lines.append(f"  {right.right.label:<48}{severity:<15}{likelihood}")
        said.setdefault(right.likelihood_because, []).append(right.right.label)
    for because, labels in said.items():
        who = "" if len(said) == 1 else f" ({', '.join(labels)})"
        lines += wrap(f"Because: {because}{who}.", "  ")
    groups = ", ".join(assessment.affected_groups) or "none named"
    lines += wrap(f"Who is hit: {groups}.", "  ", "    ")
    return [*lines, *wrap(REACH_WORDS[assessment.whole_population], "  ")]


def _findings(assessment: Assessment, *, deep: bool) -> list[str]:
    raised = raised_by_weight(assessment.findings)
    lines = _title("Red flags", tally(assessment.findings))
    if not raised:
        return [*lines, "  None is raised. What is not known is listed below."]
    shown = raised[: _ALL if deep else FEW_FINDINGS]
    for finding in shown:
        lines += _finding(finding, deep=deep)
    rest = raised[len(shown) :]
    if rest:
        ids = ", ".join(f"{f.red_flag.id} ({WEIGHT_WORDS[f.red_flag.severity]})" for f in rest)
        lines += wrap(f"And {len(rest)} more: {ids}.", "  ")
    return lines


def _finding(finding: Finding, *, deep: bool) -> Iterator[str]:
    flag = finding.red_flag
    weight = WEIGHT_WORDS[flag.severity].upper()
    guess = " (a guess)" if finding.guessed else ""
    failed = " COULD NOT BE WORKED OUT:" if finding.answer is FindingAnswer.ERROR else ""
    yield from wrap(f"{weight} {flag.id}{guess}:{failed} {flag.title}", "  ", "    ")
    if not deep and flag.severity.rank < Severity.HIGH.rank and finding.evidence:
        yield from wrap(f"Evidence: {finding.evidence[0].says}", "      ", "        ")
        return
    yield from wrap(f"Raised when: {flag.reads_as}.", "      ", "        ")
    for evidence in finding.evidence[: _ALL if deep else 1]:
        yield from wrap(
            f"Evidence: {evidence.says} [{source_words(evidence)}]", "      ", "        "
        )
    more = len(finding.evidence) - 1
    if more > 0 and not deep:
        yield f"      and {more} more piece{'s' if more > 1 else ''} of evidence."
    yield from wrap(f"Basis: {basis_sentence(finding)}", "      ", "        ")


def _safeguards(assessment: Assessment, *, deep: bool) -> list[str]:
    asked = assessment.safeguards
    blocking = sum(one.blocks_shipment for one in asked)
    first = f", {blocking} of them before delivery" if blocking else ""
    lines = _title("Safeguards to ask for", f"{len(asked)}{first}")
    if not asked:
        return [*lines, "  None: no red flag is raised that a safeguard of the catalogue answers."]
    ordered = sorted(asked, key=lambda one: (not one.blocks_shipment, one.in_hand))
    shown = ordered[: _ALL if deep else FEW_SAFEGUARDS]
    for phase, owner, group in safeguards_by_phase(sorted(shown, key=lambda one: one.safeguard.id)):
        lines += wrap(f"{phase.capitalize()} ({owner})", "  ")
        for one in group:
            lines += _safeguard(one)
    if len(asked) > len(shown):
        lines += wrap(f"And {len(asked) - len(shown)} more; --deep lists all.", "  ")
    marks = {one.safeguard.confidence for one in shown}
    legend = [f"[{_LETTERS[c]}] {c.label}" for c in Confidence if c in marks and c in _LETTERS]
    return [*lines, *wrap("; ".join(legend) + ".", "  ")] if legend else lines


def _safeguard(one: SafeguardAsked) -> Iterator[str]:
    letter = _LETTERS.get(one.safeguard.confidence)
    notes = ["must be in place before delivery"] if one.blocks_shipment else []
    notes += ["already in hand"] if one.in_hand else []
    notes += [f"answers {', '.join(one.answers)}"] if one.answers else []
    mark = f" [{letter}]" if letter else ""
    said = f" - {'; '.join(notes)}" if notes else ""
    yield from wrap(f"{one.safeguard.id} {one.safeguard.text}{mark}{said}", "    ", "      ")


def _unknowns(assessment: Assessment, questions: dict[str, str], *, deep: bool) -> list[str]:
    unknowns = unknowns_by_weight(assessment)
    lines = _title("Not known", f"{len(unknowns)} facts, the most decisive first")
    if not unknowns:
        return [*_title("Not known"), "  Nothing: every red flag is raised or clear."]
    shown = unknowns[: _ALL if deep else FEW_UNKNOWNS]
    changes = {change.fact: change for change in assessment.route.would_change}
    for one in shown:
        lines += _unknown(one, questions)
        change = changes.get(one.fact)
        if change:
            said = f"If it is {change.if_it_is}: {change.route.label}."
            lines += wrap(said, "      ")
    if len(unknowns) > len(shown):
        lines += wrap(f"And {len(unknowns) - len(shown)} more; --deep lists all.", "  ")
    for change in assessment.route.would_change:
        if not change.question and change.fact not in {one.fact for one in shown}:
            said = f"if it were {change.if_it_is}, the route would be: {change.route.label}."
            lines += wrap(f"{change.reads_as}: {said}", "  ", "    ")
    return lines


def _unknown(one: Unknown, questions: dict[str, str]) -> Iterator[str]:
    yield from wrap(f"{one.silence.capitalize()}: {one.reads_as}.", "  ", "    ")
    if one.question:
        asked = questions.get(one.question)
        said = (
            f"Settle it under {one.question}: {asked}"
            if asked
            else f"Settle it under {one.question}."
        )
        yield from wrap(said, "      ")
    else:
        yield from wrap(f"Read for {', '.join(one.red_flags)}; no question gives it.", "      ")


def _holds(assessment: Assessment, *, deep: bool) -> list[str]:
    """The most pressing state first; leads for classification only in full."""
    lines = _title("Legal questions", "apart from the route above")
    order = {"hold": 0, "check": 1, "not checked yet": 2}
    holds = sorted(assessment.legal_holds, key=lambda one: order.get(one.state, 1))
    shown = [one for one in holds if deep or one.state != "check" or one.id.startswith(_PARTIES)]
    lines += _list(f"{one.state.capitalize()}: {one.says}" for one in shown)
    if len(holds) > len(shown):
        count = len(holds) - len(shown)
        lines += wrap(f"And {count} to check with counsel; --deep lists them.", "  - ", "    ")
    return lines if holds else [*lines, "  None is on file; that is no clearance."]


def _depth(assessment: Assessment) -> list[list[str]]:
    """What only the full text holds."""
    return [
        [*_title("Scope"), *_list(assessment.scope.reasons)],
        _capabilities(assessment),
        [*_title("Parties looked for"), *_list(screening_lines(assessment.screening))],
        _considerations(assessment),
        [*_title("How each red flag was answered"), *_trees(assessment.findings)],
        [
            *_title("How the route was reached"),
            f"  Row {assessment.route.rule}",
            *_tree(assessment.route.trace, 2),
        ],
    ]


def _capabilities(assessment: Assessment) -> list[str]:
    lines = _title("Capabilities")
    if not assessment.capabilities:
        return [*lines, "  None declared and none read from the text; not confirmed (C1-Q01)."]
    for one in assessment.capabilities:
        how = "declared" if one.declared else f'guessed from "{one.words}"'
        lines += wrap(f"{one.name}: {how}", "  - ", "    ")
    return lines


def _considerations(assessment: Assessment) -> list[str]:
    lines = _title("The eight considerations")
    for one in assessment.considerations:
        lines += wrap(f"{one.id} {one.title}", "  ", "     ")
        flags = f"red flags: {one.raised} raised, {one.clear} clear, {one.unknown} not known"
        lines.append(f"     {one.answered} of {one.of} questions answered; {flags}")
    return lines


def _trees(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        flag = finding.red_flag
        answer = "not known" if finding.answer is FindingAnswer.UNKNOWN else finding.answer.value
        yield from wrap(f"{flag.id} {answer}: {flag.title}", "  ", "    ")
        yield from _tree(finding.trace, 4)


def _tree(trace: Trace, indent: int) -> Iterator[str]:
    answer = {"yes": "yes", "no": "no"}.get(trace.answer.value, "not known")
    value = f" ({trace.value})" if trace.value is not None else ""
    guess = " [guess]" if trace.guessed else ""
    start = " " * indent
    yield from wrap(f"{answer}{guess}: {trace.text}{value}", start, start + "  ")
    for child in trace.children:
        yield from _tree(child, indent + 2)


def _end(assessment: Assessment, *, deep: bool) -> list[str]:
    dated = [one for one in assessment.review_triggers if one.due_on]
    others = [one.text for one in assessment.review_triggers if not one.due_on]
    lines = _title("Look again")
    lines += _list(f"By {one.due_on}: {one.text}" for one in dated)
    lines += wrap(f"Sooner on any of: {'; '.join(others)}.", "  - ", "    ")
    if assessment.notes:
        lines += ["", *_title("Notes"), *_list(assessment.notes)]
    lines += ["", *_title("For the public report"), *wrap(assessment.public_line, "  ")]
    made = assessment.reproducibility
    said = f"{made.engine}, rules {made.rules_sha256[:12]}, {len(made.snapshots)} snapshot files"
    lines += ["", *wrap(f"To reproduce: {said}, as of {assessment.as_of.isoformat()}.", "")]
    if deep:
        lines.append(f"  rules {made.rules_sha256}")
        for name, digest in sorted(made.snapshots.items()):
            lines.append(f"  {name}: {digest[:24] or 'kept by hand, no hash'}")
    return lines


def _title(name: str, rest: str = "") -> list[str]:
    return wrap(f"{name.upper()}: {rest}" if rest else name.upper(), "")


def _list(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in wrap(text, "  - ", "    ")]
