"""The list of cases, opening one, and the task list of one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enduse.desk.accounts.authority import can, permit, user_of, visible
from enduse.desk.cases import answering, path, services, standing, tasks
from enduse.desk.cases.answering import Answered
from enduse.desk.cases.findings import told
from enduse.desk.cases.forms import (
    PLACES,
    DescribeForm,
    OpenForm,
    PartyRows,
    UploadForm,
    parties_initial,
    sale_initial,
    with_parties,
)
from enduse.desk.cases.lists import CASES
from enduse.desk.cases.models import Case
from enduse.desk.cases.services import Links
from enduse.desk.cases.standing import Change
from enduse.desk.cases.tabs import case_context
from enduse.desk.pages.exporting import exported
from enduse.desk.pages.forms import refuse, set_seen
from enduse.desk.pages.listing import read_listing
from enduse.desk.pages.states import STATES
from enduse.desk.registers.lists import country_name
from enduse.desk.registers.models import Agency, Party, Product
from enduse.domain.errors import ConflictError, InvalidInputError


@permit("case:view")
@require_safe
def case_list(request: HttpRequest) -> HttpResponseBase:
    """The cases one may see. A whole reference typed into the search leads to its case."""
    queryset = visible(request.user, Case.objects.select_related("owner"))
    asked = request.GET.get("q", "").strip().upper()
    if asked.startswith("C-") and asked[2:].isdigit():
        return redirect("cases:case", int(asked[2:]))
    may_export = can(request.user, "case:export")
    if may_export and (file := exported(request, CASES, queryset)):
        return file
    context = {
        "title": _("Cases"),
        "rows": read_listing(request, CASES, queryset),
        "empty": _("You see the cases whose team you are on."),
        "may_export": may_export,
        "may_open": can(request.user, "case:open"),
    }
    return render(request, "cases/list.html", context)


@permit("case:open")
def open_case(request: HttpRequest) -> HttpResponse:
    """Describe a sale and open a case on it."""
    form = OpenForm(request.POST or None, initial=_from_registers(request))
    if form.is_valid():
        content, links = _from_form(request, form)
        try:
            case = services.open_case(
                actor=user_of(request),
                title=form.title_or_names(),
                content=content,
                owner=form.cleaned_data["owner"],
                classification=form.cleaned_data["classification"],
                links=links,
            )
            return redirect(case)
        except InvalidInputError as error:
            refuse(form, error, **PLACES)
    context = {"form": form, "products": _product_names(request)}
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


@permit("case:open")
def upload_case(request: HttpRequest) -> HttpResponse:
    """Open a case on a transaction file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            case = services.open_case(
                actor=user_of(request),
                title=given["title"],
                content=given["file"],
                owner=given["owner"],
            )
            return redirect(case)
        except InvalidInputError as error:
            form.add_error("file", str(error))
    context = {
        "form": form,
        "title": _("Open a case from a file"),
        "explains": _("The same file that the command line assesses. Its answers come with it."),
        "button": _("Open the case"),
        "back": reverse("cases:open"),
        "crumbs": [(_("Cases"), reverse("cases:list"))],
    }
    status = 422 if form.errors else 200
    return render(request, "pages/components/confirm.html", context, status=status)


@permit("case:view")
@require_safe
def case_page(request: HttpRequest, case: int) -> HttpResponse:
    """The task list of a case, and where it stands."""
    found = services.get_case(user_of(request), case)
    content = services.content_of(found)
    document = standing.read(found.standing.document)
    answered = answering.all_answered(found, content)
    situation = tasks.situation_of(
        found, content, answered, told(found), path.asked_questions(document["findings"])
    )
    context = case_context(
        request,
        found,
        "tasks",
        tasks=tasks.consideration_tasks(situation),
        further=tasks.further_tasks(found, user_of(request)),
        country=country_name(found.country),
        document=document,
        run=found.runs.first(),
        first_pass=_first_pass_task(found, answered),
        team=found.team,
        **_may(request, found),
    )
    return render(request, "cases/case.html", context)


@permit("case:edit")
def describe(request: HttpRequest, case: int) -> HttpResponse:
    """Describe the sale anew; what somebody else changed meanwhile is shown, not lost."""
    found = services.get_case(user_of(request), case)
    content = services.content_of(found)
    initial = {**sale_initial(content), "seen": found.version}
    form = DescribeForm(request.POST or None, initial=initial)
    rows = PartyRows(request.POST or None, initial=parties_initial(content), prefix="parties")
    theirs: dict[str, object] = {}
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        changed = with_parties(form.content_over(content), rows)
        try:
            changes = services.save_transaction(
                found,
                actor=user_of(request),
                content=changed,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
            )
            say_changes(request, changes)
            return redirect(found)
        except ConflictError:
            theirs = _differences(form, initial)
            set_seen(form, str(found.version))
        except InvalidInputError as error:
            refuse(form, error, **PLACES)
    context = case_context(request, found, form=form, rows=rows, theirs=theirs)
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "cases/describe.html", context, status=status)


def say_changes(request: HttpRequest, changes: list[Change]) -> None:
    """Say on the next page which findings changed."""
    if not changes:
        messages.success(request, _("Saved. No finding changed."))
        return
    for one in changes[:5]:
        now = STATES[one.now].word
        was = STATES[one.was].word if one.was else _("not asked")
        messages.warning(
            request,
            _("%(flag)s %(title)s: %(was)s \u2192 %(now)s")
            % {"flag": one.red_flag, "title": one.title, "was": was, "now": now},
        )
    if len(changes) > 5:
        messages.warning(request, _("%d more findings changed.") % (len(changes) - 5))


def _from_registers(request: HttpRequest) -> dict[str, object]:
    """What the entries named in the address fill in."""
    initial: dict[str, object] = {}
    if product := _entry(request, Product, "product"):
        initial |= {
            "product_id": product.pk,
            "product_name": product.name,
            "vendor": product.vendor,
            "description": product.description,
        }
    for model, key in ((Agency, "agency"), (Party, "party")):
        if entry := _entry(request, model, key):
            initial |= {
                f"{key}_id": entry.pk,
                "user_name": entry.name,
                "user_country": entry.country,
                "user_type": entry.type,
                "user_region": getattr(entry, "region", ""),
            }
    return initial


def _entry(request: HttpRequest, model: Any, key: str, given: int | None = None) -> Any:
    asked = str(given or request.GET.get(key, ""))
    found = visible(request.user, model.objects.all())
    return found.filter(pk=int(asked)).first() if asked.isdigit() else None


def _from_form(request: HttpRequest, form: OpenForm) -> tuple[dict[str, Any], Links]:
    """The transaction, with the capabilities of a product of the register, and its links."""
    given = form.cleaned_data
    product = _entry(request, Product, "", given["product_id"]) or _by_name(request, form)
    content = form.content_over({})
    profile = product.profiles.first() if product else None
    if profile:
        content["product"]["capabilities"] = profile.capabilities
        if profile.complete:
            content["answers"] = {"C1-Q01": profile.capabilities or "none"}
    agency = _entry(request, Agency, "", given["agency_id"])
    party = _entry(request, Party, "", given["party_id"])
    return content, Links(product, agency, party)


def _by_name(request: HttpRequest, form: OpenForm) -> Product | None:
    """The one product of the register that is called what was typed."""
    named = visible(request.user, Product.objects.filter(name=form.cleaned_data["product_name"]))
    found = list(named[:2])
    return found[0] if len(found) == 1 else None


def _product_names(request: HttpRequest) -> list[str]:
    newest = visible(request.user, Product.objects.order_by("-updated_at"))
    return list(newest.values_list("name", flat=True)[:100])


def _first_pass_task(case: Case, answered: Mapping[str, Answered]) -> tasks.Task:
    """How far the first pass has come; it opens at the first page on which nothing was said."""
    said = [path.is_touched(step, answered) for step in path.first_pass()]
    state = "in_progress" if any(said) else "not_started"
    return tasks.Task(
        "first-pass",
        _("First pass: twelve questions, about 15 minutes"),
        "complete" if all(said) else state,
        _("%(said)d of %(pages)d pages") % {"said": sum(said), "pages": len(said)},
        reverse("cases:first_pass", args=[case.pk, 1 if all(said) else said.index(False) + 1]),
    )


def _may(request: HttpRequest, case: Case) -> dict[str, bool]:
    verbs = ("edit", "assess", "submit", "review", "withdraw", "export")
    return {f"may_{verb}": can(request.user, f"case:{verb}", case) for verb in verbs}


def _differences(form: DescribeForm, now: dict[str, object]) -> dict[str, object]:
    """What stands on file where the form says something else, by label."""
    given = form.cleaned_data
    return {
        str(field.label): (now.get(name) or "", given[name])
        for name, field in form.fields.items()
        if name in now and name != "seen" and (now.get(name) or "") != (given[name] or "")
    }
