"""Moving a case on, and saving it elsewhere."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import permit, user_of
from enduse.desk.cases import services, standing
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.documents import case_documents, get_document
from enduse.desk.cases.exports import case_as_json
from enduse.desk.cases.forms import SupersedeForm
from enduse.desk.cases.models import Case
from enduse.desk.cases.tabs import case_context
from enduse.desk.pages.forms import ReasonForm
from enduse.desk.pages.saving import saved
from enduse.domain.errors import InvalidInputError, NotFoundError


@permit("case:assess")
@require_POST
def keep_run(request: HttpRequest, case: int) -> HttpResponse:
    """Keep what the case comes to now."""
    found = services.get_case(user_of(request), case)
    run = services.keep_run(found, actor=user_of(request))
    messages.success(request, _("Kept as run %(number)d.") % {"number": run.number})
    return redirect("cases:findings", found.pk)


@permit("case:submit")
@require_POST
def submit(request: HttpRequest, case: int) -> HttpResponse:
    """Send a case to review."""
    found = services.get_case(user_of(request), case)
    run = services.submit_case(found, actor=user_of(request))
    messages.success(request, _("In review, on run %(number)d.") % {"number": run.number})
    return redirect(found)


@permit("case:review")
def send_back(request: HttpRequest, case: int) -> HttpResponse:
    """Ask what is missing, then give the case back to its team."""
    found = services.get_case(user_of(request), case)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.send_back(found, actor=user_of(request), reason=form.cleaned_data["reason"])
        return redirect(found)
    return _asking(request, found, form, _("Send this case back"), _("Send back"))


@permit("case:withdraw")
def withdraw(request: HttpRequest, case: int) -> HttpResponse:
    """Ask why, then take a case off the table."""
    found = services.get_case(user_of(request), case)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.withdraw_case(found, actor=user_of(request), reason=form.cleaned_data["reason"])
        return redirect(found)
    return _asking(request, found, form, _("Withdraw this case"), _("Withdraw"))


@permit("case:withdraw")
def supersede(request: HttpRequest, case: int) -> HttpResponse:
    """Ask which case takes this one's place, and why."""
    found = services.get_case(user_of(request), case)
    form = SupersedeForm(request.POST or None)
    if form.is_valid():
        try:
            by = services.get_case(user_of(request), form.cleaned_data["by"])
            reason = form.cleaned_data["reason"]
            services.supersede_case(found, actor=user_of(request), by=by, reason=reason)
            return redirect(found)
        except (NotFoundError, InvalidInputError) as error:
            form.add_error("by", error.message)
    return _asking(request, found, form, _("Put another case in its place"), _("Supersede"))


@permit("case:export")
@require_safe
def documents(request: HttpRequest, case: int) -> HttpResponse:
    """What a case can be saved as."""
    found = services.get_case(user_of(request), case)
    context = case_context(
        request,
        found,
        "documents",
        documents=case_documents(found),
        runs=list(found.runs.select_related("made_by")[:20]),
    )
    return render(request, "cases/documents.html", context)


@permit("case:export")
@require_safe
def document(request: HttpRequest, case: int, kind: str) -> HttpResponse:
    """One document of a case, to be saved."""
    found = services.get_case(user_of(request), case)
    one = get_document(kind)
    return saved(one.write(found), f"{found.reference}-{one.id}.{one.ending}")


@permit("case:export")
@require_safe
def run_document(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """A kept assessment, to the byte as it was kept."""
    found = services.get_case(user_of(request), case)
    run = found.runs.filter(number=number).first()
    if run is None:
        raise NotFoundError("there is no such run", case=found.reference, run=number)
    return saved(standing.text_of(run.document), f"{found.reference}-run-{number}.json")


@permit("case:export")
@require_safe
def export_json(request: HttpRequest, case: int) -> HttpResponse:
    """Everything on file about a case, as JSON."""
    found = services.get_case(user_of(request), case)
    response = JsonResponse(case_as_json(found), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response


def _asking(request: HttpRequest, case: Case, form: Form, title: str, button: str) -> HttpResponse:
    return ask_about(
        request,
        case,
        form,
        caption=f"{case.reference} {case.title}",
        title=title,
        explains=_("Nothing is deleted: the case stays on record, and so does the reason."),
        button=button,
        grave=True,
        back=reverse("cases:case", args=[case.pk]),
    )
