"""Working together: evidence, people and tasks, comments, timeline."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.cases import collaboration, services
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.forms import AssignForm, CommentForm, MemberForm
from enduse.desk.cases.models import Assignment, Case
from enduse.desk.cases.tabs import case_context
from enduse.desk.cases.timeline import PAGE, timeline
from enduse.desk.evidence.forms import EvidenceForm
from enduse.desk.evidence.uploads import was_too_large
from enduse.desk.pages.forms import ReasonForm, refuse
from enduse.domain.errors import EnduseError, InvalidInputError, NotFoundError


@permit("evidence:view")
@require_safe
def evidence_list(request: HttpRequest, case: int) -> HttpResponse:
    """The files a case rests on."""
    found = services.get_case(user_of(request), case)
    uses = list(found.evidence_uses.select_related("file", "added_by"))
    context = case_context(
        request,
        found,
        "evidence",
        uses=uses,
        today=timezone.localdate(),
        may_add=can(request.user, "evidence:add", found),
    )
    return render(request, "cases/evidence.html", context)


@permit("evidence:add")
def attach(request: HttpRequest, case: int) -> HttpResponse:
    """Bring a file for a case, or for one question of it."""
    found = services.get_case(user_of(request), case)
    question = request.GET.get("question", "")
    collaboration.check_place(question)
    too_big = request.method == "POST" and was_too_large(request)
    form = EvidenceForm(request.POST or None, request.FILES or None, too_big=too_big)
    back = _where_from(found, question)
    if form.is_valid():
        try:
            collaboration.attach_file(
                found,
                actor=user_of(request),
                upload=form.upload(),
                about=form.about(),
                question=question,
            )
            messages.success(request, _("The file is kept. Name it as the ground of an answer."))
            return redirect(back)
        except InvalidInputError as error:
            refuse(form, error)
    return ask_about(
        request,
        found,
        form,
        too_big=too_big,
        caption=question or found.reference,
        title=_("Attach evidence"),
        explains=_("The file is kept under the hash of its content and never shown in a page."),
        button=_("Attach"),
        back=back,
    )


@permit("case:view")
@require_safe
def people(request: HttpRequest, case: int) -> HttpResponse:
    """Who is on the team, and who was asked to do what."""
    found = services.get_case(user_of(request), case)
    context = case_context(
        request,
        found,
        "people",
        team=found.team,
        assignments=list(found.assignments.select_related("to", "made_by")),
        may_assign=can(request.user, "case:assign", found),
    )
    return render(request, "cases/people.html", context)


@permit("case:assign")
def add_member(request: HttpRequest, case: int) -> HttpResponse:
    """Add somebody to the team."""
    found = services.get_case(user_of(request), case)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.add_member(
                found, actor=user_of(request), user=given["user"], role=given["role"]
            )
            return redirect("cases:people", found.pk)
        except InvalidInputError as error:
            refuse(form, error)
    return _asking(request, found, form, _("Add somebody to the team"), _("Add"))


@permit("case:assign")
def remove_member(request: HttpRequest, case: int, member: int) -> HttpResponse:
    """Ask why, then take somebody off the team."""
    found = services.get_case(user_of(request), case)
    row = found.memberships.select_related("user").filter(pk=member).first()
    if row is None:
        raise NotFoundError("nobody of this team", member=member)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.remove_member(found, actor=user_of(request), user=row.user, reason=reason)
        return redirect("cases:people", found.pk)
    title = _("Take %(who)s off the team") % {"who": row.user}
    return _asking(request, found, form, title, _("Take off the team"), grave=True)


@permit("case:assign")
def assign(request: HttpRequest, case: int) -> HttpResponse:
    """Ask somebody to see to a part of the case."""
    found = services.get_case(user_of(request), case)
    form = AssignForm(request.POST or None, initial={"place": request.GET.get("place", "")})
    if form.is_valid():
        try:
            collaboration.assign(found, actor=user_of(request), **form.cleaned_data)
            return redirect("cases:people", found.pk)
        except InvalidInputError as error:
            refuse(form, error)
    return _asking(request, found, form, _("Ask somebody to see to a part"), _("Ask"))


@permit("case:view")
@require_POST
def finish(request: HttpRequest, case: int, assignment: int) -> HttpResponse:
    """Say that what was asked is done."""
    found = services.get_case(user_of(request), case)
    row = Assignment.objects.filter(case=found, pk=assignment).first()
    if row is None:
        raise NotFoundError("this was never asked in this case", assignment=assignment)
    collaboration.finish_assignment(row, actor=user_of(request))
    return redirect("cases:people", found.pk)


@permit("case:view")
def comments(request: HttpRequest, case: int) -> HttpResponse:
    """What was said about a case, and a place to say something."""
    found = services.get_case(user_of(request), case)
    may_comment = can(request.user, "case:comment", found)
    form = CommentForm(request.POST or None) if may_comment else None
    if form is not None and form.is_valid():
        try:
            collaboration.comment(found, actor=user_of(request), text=form.cleaned_data["text"])
            return redirect("cases:comments", found.pk)
        except EnduseError as error:
            form.add_error(None, error.message)
    context = case_context(
        request,
        found,
        "comments",
        form=form,
        said=list(found.comments.select_related("made_by")),
    )
    return render(request, "cases/comments.html", context)


@permit("case:view")
@require_safe
def timeline_page(request: HttpRequest, case: int) -> HttpResponse:
    """What happened to a case, the newest first."""
    found = services.get_case(user_of(request), case)
    before = request.GET.get("before", "")
    shown = timeline(found, int(before) if before.isdigit() else None)
    context = case_context(
        request,
        found,
        "timeline",
        happenings=shown,
        earlier=shown[-1].seq if len(shown) == PAGE else None,
    )
    return render(request, "cases/timeline.html", context)


def _where_from(case: Case, question: str) -> str:
    if "-" in question:  # a question; a consideration has no dash
        return reverse("cases:question", args=[case.pk, question])
    return reverse("cases:evidence", args=[case.pk])


def _asking(
    request: HttpRequest, case: Case, form: Form, title: str, button: str, *, grave: bool = False
) -> HttpResponse:
    return ask_about(
        request,
        case,
        form,
        caption=f"{case.reference} {case.title}",
        title=title,
        button=button,
        grave=grave,
        back=reverse("cases:people", args=[case.pk]),
    )
