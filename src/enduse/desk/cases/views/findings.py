"""Findings: all of a case, one with its why-tree, and what people say to it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enduse.assessment.transaction_file import transaction_from
from enduse.assessment.what_if import WhatIf, what_would_change
from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.cases import findings, services, standing
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.findings import Told
from enduse.desk.cases.forms import ResolveForm
from enduse.desk.cases.models import Case, ResolutionKind
from enduse.desk.cases.standing import Document
from enduse.desk.cases.tabs import case_context
from enduse.desk.cases.why_tree import why_tree
from enduse.desk.core import engine
from enduse.documents.assessment_words import basis_words
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.vocabulary import Severity

_MOST_EVIDENCE = 4
_WEIGHTY = (Severity.HIGH, Severity.STOP)


@permit("case:view")
@require_safe
def finding_list(request: HttpRequest, case: int) -> HttpResponse:
    """What the case comes to: the route, then every finding, the gravest first."""
    found = services.get_case(user_of(request), case)
    document = standing.read(found.standing.document)
    told = {one.finding.red_flag: one for one in findings.told(found)}
    rows = [_row(one, told.get(one["id"])) for one in document["findings"]]
    rows.sort(key=lambda row: (-Severity(row["severity"]).rank, row["id"]))
    unknown = [row for row in rows if row["answer"] == "unknown"]
    context = case_context(
        request,
        found,
        "findings",
        document=document,
        raised=[row for row in rows if row["answer"] in ("raised", "error")],
        unknown=unknown,
        unknown_weighty=[row for row in unknown if row["severity"] in _WEIGHTY],
        unknown_lighter=[row for row in unknown if row["severity"] not in _WEIGHTY],
        clear=[row for row in rows if row["answer"] == "clear"],
        total=len(rows),
        runs=list(found.runs.select_related("made_by")[:10]),
        may_assess=can(request.user, "case:assess", found),
    )
    return render(request, "cases/findings.html", context)


@permit("case:view")
@require_safe
def finding_page(request: HttpRequest, case: int, red_flag: str) -> HttpResponse:
    """One finding: why, what would change it, and what was said to it."""
    found = services.get_case(user_of(request), case)
    document = standing.read(found.standing.document)
    finding = _in_document(document, red_flag)
    told = _told(found, red_flag)
    changes = _what_would_change(found, red_flag)
    context = case_context(
        request,
        found,
        "findings",
        finding=finding,
        told=told,
        basis=basis_words(finding["basis"]["document"]),
        tree=why_tree(finding, found),
        changes=changes,
        safeguards=[one for one in document["safeguards"] if red_flag in one["answers"]],
        resolutions=list(told.finding.resolutions.all()) if told else [],
        evidence=finding["evidence"][:_MOST_EVIDENCE],
        more_evidence=finding["evidence"][_MOST_EVIDENCE:],
        may_accept=can(request.user, "finding:accept", found),
        may_resolve=can(request.user, "finding:resolve", found),
    )
    return render(request, "cases/finding.html", context)


@permit("case:view")
def resolve(request: HttpRequest, case: int, red_flag: str, kind: str) -> HttpResponse:
    """Ask for a reason and a date, then keep what was said to a raised finding."""
    found = services.get_case(user_of(request), case)
    told = findings.get_finding(found, red_flag)
    if kind not in ResolutionKind.values:
        raise NotFoundError("a finding is accepted or a false positive", kind=kind)
    form = ResolveForm(request.POST or None)
    here = reverse("cases:finding", args=[found.pk, red_flag])
    if form.is_valid():
        given = form.cleaned_data
        try:
            findings.resolve_finding(
                told.finding,
                actor=user_of(request),
                kind=kind,
                reason=given["reason"],
                until=given["until"],
            )
            return redirect(here)
        except InvalidInputError as error:
            field = error.message.partition(":")[0]
            form.add_error(field if field in form.fields else None, str(error))
    title, explains = _ASKS[kind]
    return ask_about(
        request,
        found,
        form,
        caption=f"{red_flag} {told.finding.title}",
        title=title(),
        explains=explains(),
        button=_("Keep this on the record"),
        back=here,
    )


_ASKS: Mapping[str, Any] = {
    ResolutionKind.ACCEPTED: (
        lambda: _("Accept this finding"),
        lambda: _("It stays raised and counts for the route. You say why the firm lives with it."),
    ),
    ResolutionKind.FALSE_POSITIVE: (
        lambda: _("Call this a false positive"),
        lambda: _("It stays on the page and counts for the route. You say why it does not hold."),
    ),
}


def _row(finding: Document, told: Told | None) -> dict[str, Any]:
    resolution = told.resolution if told else None
    return {
        **{key: finding[key] for key in ("id", "title", "answer", "severity", "guessed", "asks")},
        "state": resolution.kind if resolution else finding["answer"],
        "resolution": resolution,
        "changed_at": told.finding.changed_at if told and told.finding.was else None,
        "was": told.finding.was if told else "",
        "reads_as": finding["reads_as"],
    }


def _in_document(document: Document, red_flag: str) -> Document:
    found = [one for one in document["findings"] if one["id"] == red_flag]
    if not found:
        raise NotFoundError("this assessment has no such red flag", red_flag=red_flag)
    one: Document = found[0]
    return one


def _told(case: Case, red_flag: str) -> Told | None:
    """What holds about a finding; None for a flag that was always clear."""
    try:
        return findings.get_finding(case, red_flag)
    except NotFoundError:
        return None


def _what_would_change(case: Case, red_flag: str) -> tuple[WhatIf, ...]:
    loaded = engine()
    rule = next((one for one in loaded.pack.rules if one.red_flag.id == red_flag), None)
    if rule is None:
        return ()
    transaction = transaction_from(services.content_of(case), loaded.known)
    facts = loaded.read(transaction, case.standing.as_of).facts
    return what_would_change(rule, facts, loaded.pack.dictionary)
