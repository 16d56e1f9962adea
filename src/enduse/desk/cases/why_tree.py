"""The why-tree of a finding as a page shows it: in words, with sources, with where to answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from enduse.desk.cases.models import Case
from enduse.desk.cases.standing import Document
from enduse.desk.core import engine
from enduse.domain.answers import Silence
from enduse.domain.facts import FactDefinition, FactType

_MOST_EVIDENCE = 3  # of one leaf
_NAME = re.compile(r"[a-z_]+\.[a-z_0-9]+")
_SILENT = {Silence.NOT_KNOWN.value: "not_known", Silence.NOT_CHECKED.value: "not_checked"}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a leaf says a fact, any other says how its children are joined."""

    says: str
    state: str  # a key of pages.states.STATES
    value: str
    rule: str  # a leaf's condition in the rule grammar, where it says more than yes or no
    guessed: bool
    evidence: tuple[str, ...]
    children: tuple["Node", ...]
    answer_url: str
    answer_label: str


def why_tree(finding: Document, case: Case) -> Node:
    """The tree of one finding of a kept assessment."""
    return _node(finding["trace"], finding["evidence"], case)


def _node(trace: Document, evidence: Sequence[Document], case: Case) -> Node:
    if trace["children"]:
        children = tuple(_node(child, evidence, case) for child in trace["children"])
        return Node(_joint(trace), trace["answer"], "", "", trace["guessed"], (), children, "", "")
    return _leaf(trace, evidence, case)


def _leaf(trace: Document, evidence: Sequence[Document], case: Case) -> Node:
    facts, value = _facts_in(trace["text"]), trace["value"]
    url, label = _where_to_answer(trace, facts, case)
    told = str(value) if value not in (None, "yes", "no") and value not in _SILENT else ""
    is_plain = all(fact.type is FactType.YES_NO for fact in facts)
    return Node(
        says="; ".join(fact.reads_as for fact in facts) or trace["text"],
        state=_state(trace),
        value=told.replace("_", " "),
        rule="" if is_plain else trace["text"],
        guessed=trace["guessed"],
        evidence=tuple(_source_line(evidence[at]) for at in trace["evidence"][:_MOST_EVIDENCE]),
        children=(),
        answer_url=url,
        answer_label=label,
    )


def _state(trace: Document) -> str:
    """Yes, no, or which kind of nothing."""
    if trace["answer"] != "unknown":
        return str(trace["answer"])
    if trace["value"] is None:
        return "not_checked"
    return _SILENT.get(trace["value"], "unknown")


def _joint(trace: Document) -> str:
    """How the parts of a node are joined."""
    if len(trace["children"]) == 1:
        return _("The reverse of:")
    first = trace["children"][0]["text"]
    after = trace["text"].removeprefix(f"({first})").removeprefix(first)
    return _("Any of:") if after.startswith(" or ") else _("All of:")


def _facts_in(text: str) -> list[FactDefinition]:
    known = engine().pack.dictionary.definitions
    return [known[name] for name in dict.fromkeys(_NAME.findall(text)) if name in known]


def _source_line(evidence: Document) -> str:
    provenance = evidence["provenance"]
    parts = [evidence["says"], provenance["source"], provenance["published_on"] or ""]
    return " \u00b7 ".join(part for part in parts if part)


def _where_to_answer(trace: Document, facts: list[FactDefinition], case: Case) -> tuple[str, str]:
    """The page of the question that gives a fact, named by whether it is answered."""
    question = next((fact.question for fact in facts if fact.question), "")
    if not question:
        return "", ""
    label = _("Answer now") if trace["answer"] == "unknown" else _("See the answer")
    return reverse("cases:question", args=[case.pk, question]), f"{label} ({question})"
