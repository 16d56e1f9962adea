"""A whole case as JSON: everything that was said, found and done, to take elsewhere."""

from typing import Any

from django.utils.module_loading import import_string

from enduse.desk.cases import standing
from enduse.desk.cases.models import Case
from enduse.desk.evidence.services import as_json as file_as_json

EXPORT_SOURCES = (
    "enduse.desk.matches.exports.screening_as_json",
    "enduse.desk.decisions.exports.decisions_as_json",
)
"""Dotted names of functions `(case) -> dict`; an app adds its own here."""


def case_as_json(case: Case) -> dict[str, Any]:
    """Everything on file about a case but the record, which has its own bundle."""
    return {
        "reference": case.reference,
        "title": case.title,
        "stage": case.stage,
        "classification": case.classification,
        "author": case.author.email,
        "owner": case.owner.email,
        "created_at": case.created_at,
        "versions": [
            {
                "number": one.number,
                "sha256": one.sha256,
                "at": one.saved_at,
                "by": one.saved_by.email,
                "transaction": one.content,
            }
            for one in case.versions.select_related("saved_by").order_by("number")
        ],
        "answers": [_answer(one) for one in case.answers.select_related("given_by").order_by("pk")],
        "assessment": standing.read(case.standing.document),
        "runs": [
            {
                "number": one.number,
                "as_of": one.as_of,
                "sha256": one.sha256,
                "route": one.route,
                "at": one.made_at,
            }
            for one in case.runs.order_by("number")
        ],
        "resolutions": [
            {
                "finding": finding.red_flag,
                "kind": one.kind,
                "reason": one.reason,
                "until": one.until,
                "by": one.made_by.email,
                "at": one.made_at,
            }
            for finding in case.findings.prefetch_related("resolutions__made_by")
            for one in finding.resolutions.all()
        ],
        "comments": [
            {"place": one.place, "text": one.text, "by": one.made_by.email, "at": one.made_at}
            for one in case.comments.select_related("made_by")
        ],
        "evidence": [
            {**file_as_json(use.file), "question": use.question}
            for use in case.evidence_uses.select_related("file")
        ],
        "team": [
            {"user": one.user.email, "role": one.role}
            for one in case.memberships.select_related("user")
        ],
        **_of_other_apps(case),
    }


def _of_other_apps(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for path in EXPORT_SOURCES:
        told |= import_string(path)(case)
    return told


def _answer(one: Any) -> dict[str, Any]:
    fields = ("question", "number", "values", "source", "locator", "dated_on", "note", "is_current")
    said = {name: getattr(one, name) for name in fields}
    evidence = str(one.evidence_id) if one.evidence_id else None
    return {**said, "evidence": evidence, "by": one.given_by.email, "at": one.given_at}
