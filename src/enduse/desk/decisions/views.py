"""The decision of a case: the page, putting one forward, signing, ending it."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.accounts.models import User
from enduse.desk.accounts.sessions import fresh_proof
from enduse.desk.cases import services as cases
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.models import Case, Stage
from enduse.desk.cases.tabs import case_context
from enduse.desk.decisions import services
from enduse.desk.decisions.basis import Basis, basis_of
from enduse.desk.decisions.deciders import deciders
from enduse.desk.decisions.forms import (
    DecisionForm,
    HappenedForm,
    SignForm,
    condition_rows,
    trigger_words,
)
from enduse.desk.decisions.models import Condition, Decision, Progress, Signature
from enduse.desk.decisions.shipment import shipment_by
from enduse.desk.decisions.statements import signature_fits
from enduse.desk.pages.forms import ReasonForm, refuse
from enduse.domain.errors import InvalidInputError

_EARLIER = 20


@permit("case:view")
@require_safe
def decision_page(request: HttpRequest, case: int) -> HttpResponse:
    """What is proposed, who decides, what was decided, and the form for who may."""
    found = cases.get_case(user_of(request), case)
    return _page(request, found)


@permit("case:decide")
def decide(request: HttpRequest, case: int) -> HttpResponse:
    """Put a decision forward and sign it, after proving who one is."""
    found = cases.get_case(user_of(request), case)
    basis = basis_of(found) if request.method == "POST" else None
    if basis is None:
        return _page(request, found, anew=True)
    form, rows = _forms(request, found, basis, _in_force(found))
    if form.is_valid() and rows.is_valid():
        proof = fresh_proof(request)
        try:
            made = services.decide_case(
                found, actor=user_of(request), draft=form.draft(rows), proof=proof
            )
            _say_how_it_stands(request, made)
            return redirect("decisions:decision", found.pk)
        except InvalidInputError as error:
            refuse(form, error)
    return _page(request, found, form=form, rows=rows, anew=True)


@permit("case:decide")
@require_POST
def sign(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """Agree or dissent, after proving who one is."""
    found = cases.get_case(user_of(request), case)
    decision = services.get_decision(found, number)
    form = SignForm(request.POST)
    if form.is_valid():
        proof = fresh_proof(request)
        try:
            services.sign_decision(
                decision, actor=user_of(request), proof=proof, **form.cleaned_data
            )
            decision.refresh_from_db()
            _say_how_it_stands(request, decision)
            return redirect("decisions:decision", found.pk)
        except InvalidInputError as error:
            refuse(form, error)
    return _page(request, found, sign_form=form)


@permit("case:view")
@require_safe
def statement(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """One decision as it was signed, with every signature checked. To be read and printed."""
    found = cases.get_case(user_of(request), case)
    decision = services.get_decision(found, number)
    signatures = decision.signatures.select_related("user", "event__body")
    context = case_context(
        request,
        found,
        "decision",
        decision=decision,
        state=decision.state_on(found, timezone.localdate()),
        triggers=trigger_words(decision.triggers),
        conditions=[
            (one, one.state_on(timezone.localdate()))
            for one in decision.conditions.select_related("owner", "evidence", "released_by")
        ],
        signatures=[(one, signature_fits(one, decision)) for one in signatures],
        weighty=decision.weighty,
    )
    return render(request, "decisions/statement.html", context)


@permit("case:decide")
def withdraw(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """Ask why, then let a decision hold no more."""
    found = cases.get_case(user_of(request), case)
    decision = services.get_decision(found, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.withdraw_decision(
            decision, actor=user_of(request), reason=form.cleaned_data["reason"]
        )
        return redirect("decisions:decision", found.pk)
    title = _("Withdraw decision %(number)d") % {"number": number}
    return _asking(request, found, form, title, _("Withdraw"))


@permit("case:withdraw")
def happened(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """Ask what happened and how one knows, then end the decision that waited for it."""
    found = cases.get_case(user_of(request), case)
    decision = services.get_decision(found, number)
    form = HappenedForm(request.POST or None, triggers=decision.triggers)
    if form.is_valid():
        services.report_trigger(decision, actor=user_of(request), **form.cleaned_data)
        return redirect("decisions:decision", found.pk)
    title = _("Something happened that ends decision %(number)d") % {"number": number}
    return _asking(request, found, form, title, _("End the decision"))


def _page(
    request: HttpRequest,
    case: Case,
    *,
    form: DecisionForm | None = None,
    rows: Any = None,
    sign_form: SignForm | None = None,
    anew: bool = False,
) -> HttpResponse:
    """The decision page, with the forms that fit how the case stands."""
    user, basis = user_of(request), basis_of(case)
    all_of_it = list(_decisions(case)[:_EARLIER])
    waiting = next((one for one in all_of_it if one.progress == Progress.WAITING), None)
    in_force = next((one for one in all_of_it if one.progress == Progress.IN_FORCE), None)
    named, today = deciders(case), timezone.localdate()
    is_decider = user in named and can(user, "case:decide", case)
    may_begin = is_decider and waiting is None and basis is not None and not basis.stale
    may_begin = may_begin and case.stage in (Stage.REVIEW, Stage.DECIDED)
    state = in_force.state_on(case, today) if in_force else "no_decision"
    if may_begin and basis and form is None and (anew or state != "in_force"):
        form, rows = _forms(request, case, basis, in_force)
    has_signed = waiting and any(one.user_id == user.pk for one in waiting.signatures.all())
    if waiting and is_decider and not has_signed and sign_form is None:
        sign_form = SignForm(initial={"seen": waiting.statement_sha256})
    context = case_context(
        request,
        case,
        "decision",
        basis=basis,
        weighty=_weighty(basis),
        waiting=waiting,
        in_force=in_force,
        state=state,
        earlier=[one for one in all_of_it if one not in (waiting, in_force)],
        deciders=[(one, _stance(one, waiting or in_force)) for one in named],
        others=[one for one in case.team if one.user not in named],
        too_few=bool(basis) and len(named) < (basis.signatures_needed if basis else 0),
        is_decider=is_decider,
        form=form if waiting is None else None,
        rows=rows,
        sign_form=sign_form if waiting else None,
        safeguards=basis.document["safeguards"] if basis else [],
        screening=case.screenings.first(),
        may_begin=may_begin,
        may_assess=can(user, "case:assess", case),
        may_report=can(user, "case:withdraw", case),
        shipment=shipment_by(case, in_force, today),
    )
    wrong = [one for one in (form, sign_form) if one is not None and one.errors]
    broken = rows is not None and rows.is_bound and not rows.is_valid()
    status = 422 if wrong or broken else 200
    return render(request, "decisions/decision.html", context, status=status)


def _decisions(case: Case) -> Any:
    """Decisions with their signatures and conditions, the newest first; three queries."""
    newest = case.decisions.select_related("run__transaction", "proposed_by")
    return newest.prefetch_related(
        Prefetch("signatures", Signature.objects.select_related("user")),
        Prefetch("conditions", Condition.objects.select_related("owner", "evidence")),
    )


def _in_force(case: Case) -> Decision | None:
    found: Decision | None = _decisions(case).filter(progress=Progress.IN_FORCE).first()
    return found


def _forms(
    request: HttpRequest, case: Case, basis: Basis, in_force: Decision | None
) -> tuple[DecisionForm, Any]:
    data = request.POST if request.method == "POST" else None
    return DecisionForm(data, basis=basis), condition_rows(data, case, basis, in_force)


def _stance(user: User, decision: Decision | None) -> str:
    """How a decider stands to the decision that is looked at."""
    signed = decision.signatures.all() if decision else ()
    return next((one.stance for one in signed if one.user_id == user.pk), "not_signed")


def _weighty(basis: Basis | None) -> list[tuple[str, str, str, str]]:
    """The findings for which two people are needed: id, title, weight, answer."""
    if basis is None:
        return []
    wanted = {*basis.raised, *basis.unknown}
    return [
        (one["id"], one["title"], one["severity"], one["answer"])
        for one in basis.document["findings"]
        if one["id"] in wanted
    ]


def _say_how_it_stands(request: HttpRequest, decision: Decision) -> None:
    if decision.progress == Progress.IN_FORCE:
        messages.success(request, _("Signed. The decision is in force."))
        return
    messages.success(request, _("Signed. It takes force once enough deciders agree."))


def _asking(request: HttpRequest, case: Case, form: Any, title: str, button: str) -> HttpResponse:
    return ask_about(
        request,
        case,
        form,
        caption=f"{case.reference} {case.title}",
        title=title,
        explains=_("It stays on record with its signatures. The case goes back to review."),
        button=button,
        grave=True,
        back=reverse("decisions:decision", args=[case.pk]),
    )
