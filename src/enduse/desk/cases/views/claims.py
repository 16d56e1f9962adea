"""Asking buyers and resellers, and taking in what they answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.cases import claims, services
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.claim_forms import AskForm, ReturnedForm
from enduse.desk.cases.tabs import case_context
from enduse.desk.cases.views.cases import say_changes
from enduse.desk.evidence.uploads import was_too_large
from enduse.desk.pages.saving import saved
from enduse.documents.questionnaire_file import QuestionnaireFormat, claim_row
from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import Role


@permit("case:view")
@require_safe
def claim_list(request: HttpRequest, case: int) -> HttpResponse:
    """What buyers and resellers claim about a case, and the way to ask them."""
    found = services.get_case(user_of(request), case)
    context = case_context(
        request,
        found,
        "claims",
        claims=claims.shown(services.content_of(found).get("claims", [])),
        as_of=found.standing.as_of.isoformat(),
        ask=AskForm(),
        may_ask=can(request.user, "case:export", found),
        may_import=can(request.user, "case:import", found),
    )
    return render(request, "cases/claims.html", context)


@permit("case:export")
@require_safe
def ask(request: HttpRequest, case: int) -> HttpResponse:
    """A questionnaire about the sale, to be saved and sent."""
    found = services.get_case(user_of(request), case)
    form = AskForm(request.GET)
    if not form.is_valid():
        raise InvalidInputError(_("Say who is asked, and as what kind of file."))
    given = form.cleaned_data
    content = claims.questionnaire_file(
        found,
        actor=user_of(request),
        role=Role(given["role"]),
        output=QuestionnaireFormat(given["output"]),
        everything=given["everything"],
    )
    return saved(content, f"{found.reference}-questions-{given['role']}.{given['output']}")


@permit("case:import")
def bring_back(request: HttpRequest, case: int) -> HttpResponse:
    """Bring a questionnaire that came back; it is checked whole before anything is kept."""
    found = services.get_case(user_of(request), case)
    too_big = request.method == "POST" and was_too_large(request)
    form = ReturnedForm(request.POST or None, request.FILES or None, too_big=too_big)
    if form.is_valid():
        given = form.cleaned_data
        try:
            file = claims.bring_back(
                found,
                actor=user_of(request),
                name=given["file"].name,
                content=given["file"].read(),
                by=given["by"],
                on=given["on"],
            )
            return redirect("cases:returned", found.pk, file.pk)
        except InvalidInputError as error:
            form.add_error("file", error.message)
    return ask_about(
        request,
        found,
        form,
        too_big=too_big,
        caption=found.reference,
        title=_("Bring back a questionnaire"),
        explains=_("It is checked against what was sent. You see every claim before it is saved."),
        button=_("Read it"),
        back=reverse("cases:claims", args=[found.pk]),
    )


@permit("case:import")
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, case: int, file: UUID) -> HttpResponse:
    """What a questionnaire would bring in; posting it takes the claims in."""
    found = services.get_case(user_of(request), case)
    kept = claims.get_returned(found, file)
    if request.method == "POST":
        say_changes(request, claims.take_in(found, actor=user_of(request), file=kept))
        return redirect("cases:claims", found.pk)
    content = services.content_of(found)
    rows = [claim_row(one) for one in claims.claims_in(content, kept)]
    context = case_context(
        request,
        found,
        file=kept,
        claims=claims.shown(rows),
        as_of=found.standing.as_of.isoformat(),
        is_in=claims.is_in(content, kept),
    )
    return render(request, "cases/returned.html", context)
