"""A why-tree and the basis of a red flag in words, the same on screen and on paper."""

import re
from collections.abc import Mapping

from enduse.documents.assessment_words import basis_words, mark_words
from enduse.domain.answers import Answer, Silence
from enduse.domain.catalogue import Catalogue
from enduse.domain.findings import Finding, Trace
from enduse.domain.vocabulary import Confidence

_NAME = re.compile(r"[a-z_]+\.[a-z_0-9]+")

Words = Mapping[str, str]
"""Fact name to what it says in plain words."""


def fact_words(catalogue: Catalogue) -> Words:
    """What every fact of the dictionary says."""
    return {fact.name: fact.reads_as for fact in catalogue.facts}


def answer_words(trace: Trace) -> str:
    """Say the answer of a node; the kinds of nothing are told apart at the leaves."""
    if trace.answer is not Answer.UNKNOWN:
        return "Yes" if trace.answer is Answer.YES else "No"
    if trace.children:
        return "Not known"
    if trace.value is None or trace.value == Silence.NOT_CHECKED:
        return "Not checked yet"
    if trace.value == Silence.NOT_KNOWN:
        return "Not known after looking"
    return "Known only in part"


def joint_words(trace: Trace) -> str:
    """Say how the parts of a node are joined."""
    if len(trace.children) == 1:
        return "the reverse of"
    first = trace.children[0].text
    after = trace.text.removeprefix(f"({first})").removeprefix(first)
    return "any of" if after.startswith(" or ") else "all of"


def leaf_words(trace: Trace, words: Words) -> str:
    """Say what the facts that a leaf reads mean."""
    names = dict.fromkeys(_NAME.findall(trace.text))
    return "; ".join(words[name] for name in names if name in words)


def leaf_value(trace: Trace) -> str:
    """The value a leaf found; empty where there was none."""
    silent = trace.value is None or trace.value in set(Silence)
    return "" if silent else (trace.value or "")


def basis_sentence(finding: Finding) -> str:
    """Say what a red flag rests on and how sure this project is of that."""
    flag = finding.red_flag
    mark = mark_words(flag.confidence)
    if flag.confidence is Confidence.INFERRED:
        return mark
    place = f"{basis_words(flag.basis_document)}, {flag.basis_place}"
    return f"{place}; {mark}" if mark else place
