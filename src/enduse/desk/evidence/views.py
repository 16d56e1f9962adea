"""Evidence files, one at a time: what is known about one, its content, its withdrawal."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.evidence import services, store
from enduse.desk.pages.forms import ReasonForm
from enduse.domain.errors import NotFoundError


@permit("evidence:view")
@require_safe
def evidence_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known about a file; its content is never shown inside a page."""
    file = services.get_file(user_of(request), pk)
    may_withdraw = file.withdrawn_at is None and can(request.user, "evidence:withdraw", file)
    context = {"file": file, "may_withdraw": may_withdraw}
    return render(request, "evidence/file.html", context)


@permit("evidence:view")
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The content, to be saved and not shown."""
    file = services.get_file(user_of(request), pk)
    place = store.path_of(file.sha256)
    if not place.is_file():
        raise NotFoundError("the file is not in the store; restore it from the backup")
    response = FileResponse(
        place.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@permit("evidence:withdraw")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why, then let the file count no more."""
    file = services.get_file(user_of(request), pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.withdraw_file(file, actor=user_of(request), reason=form.cleaned_data["reason"])
        return redirect("evidence:file", pk)
    context = {
        "form": form,
        "caption": file.title,
        "title": _("Withdraw this file"),
        "explains": _("It stays on record, and no answer rests on it any longer."),
        "button": _("Withdraw"),
        "grave": True,
        "back": reverse("evidence:file", args=[pk]),
    }
    return render(request, "pages/components/confirm.html", context)
