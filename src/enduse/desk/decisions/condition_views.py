"""Conditions of a case: how each stands, proof, release."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.cases import services as cases
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.models import Case
from enduse.desk.cases.tabs import case_context
from enduse.desk.decisions import conditions as services
from enduse.desk.decisions.deciders import deciders
from enduse.desk.decisions.forms import ChangeForm, ProofForm, ReleaseForm
from enduse.desk.decisions.models import Condition
from enduse.desk.decisions.shipment import shipment
from enduse.desk.pages.forms import ReasonForm
from enduse.desk.pages.forms import refuse as show_refusal
from enduse.domain.errors import InvalidInputError


@permit("case:view")
@require_safe
def conditions(request: HttpRequest, case: int) -> HttpResponse:
    """Whether the case may ship, and how each condition stands."""
    found, user = cases.get_case(user_of(request), case), user_of(request)
    stands, today = shipment(found), timezone.localdate()
    decides = user in deciders(found) and can(user, "condition:release", found)
    context = case_context(
        request,
        found,
        "conditions",
        shipment=stands,
        conditions=[(one, one.state_on(today)) for one in stands.conditions],
        may_prove=can(user, "condition:prove", found),
        may_release=decides,
        may_edit=can(user, "condition:edit", found),
    )
    return render(request, "decisions/conditions.html", context)


@permit("condition:prove")
def prove(request: HttpRequest, case: int, condition: int) -> HttpResponse:
    """Choose the file that proves a condition."""
    found = cases.get_case(user_of(request), case)
    row = services.get_condition(found, condition)
    form = ProofForm(request.POST or None, case=found)
    if form.is_valid():
        try:
            services.prove_condition(row, actor=user_of(request), **form.cleaned_data)
            return redirect("decisions:conditions", found.pk)
        except InvalidInputError as error:
            show_refusal(form, error)
    return _asking(request, found, row, form, _("Prove this condition"), _("Bring the proof"))


@permit("condition:release")
def release(request: HttpRequest, case: int, condition: int) -> HttpResponse:
    """Say that a proof holds."""
    found = cases.get_case(user_of(request), case)
    row = services.get_condition(found, condition)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.release_condition(row, actor=user_of(request), note=form.cleaned_data["note"])
        return redirect("decisions:conditions", found.pk)
    return _asking(request, found, row, form, _("Release this condition"), _("The proof holds"))


@permit("condition:release")
def refuse(request: HttpRequest, case: int, condition: int) -> HttpResponse:
    """Ask why, then open the condition again."""
    found = cases.get_case(user_of(request), case)
    row = services.get_condition(found, condition)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.refuse_proof(row, actor=user_of(request), reason=form.cleaned_data["reason"])
        return redirect("decisions:conditions", found.pk)
    return _asking(request, found, row, form, _("Refuse this proof"), _("It does not hold"))


@permit("condition:edit")
def change(request: HttpRequest, case: int, condition: int) -> HttpResponse:
    """Give a condition to somebody else, or another day."""
    found = cases.get_case(user_of(request), case)
    row = services.get_condition(found, condition)
    initial = {"owner": str(row.owner_id), "due_on": row.due_on}
    people = [member.user for member in found.team]
    form = ChangeForm(request.POST or None, people=people, initial=initial)
    if form.is_valid():
        try:
            services.change_condition(
                row,
                actor=user_of(request),
                owner=form.new_owner(),
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
            )
            return redirect("decisions:conditions", found.pk)
        except InvalidInputError as error:
            show_refusal(form, error)
    return _asking(request, found, row, form, _("Who sees to it, and by when"), _("Save"))


def _asking(
    request: HttpRequest, case: Case, row: Condition, form: Any, title: str, button: str
) -> HttpResponse:
    return ask_about(
        request,
        case,
        form,
        caption=f"{case.reference} · {row.decision.number}.{row.position}",
        title=title,
        explains=row.text,
        button=button,
        back=reverse("decisions:conditions", args=[case.pk]),
    )
