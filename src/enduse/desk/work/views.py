"""My work, the queue, the checks and the dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.work import figures, waiting
from enduse.desk.work.checks import run_checks


@permit("work:view")
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and what changed since they were here."""
    user, today = user_of(request), timezone.localdate()
    context: dict[str, object] = {"today": today, "freshness": waiting.freshness(today)}
    if can(user, "case:view"):
        changes, newest = waiting.changes_since(user)
        context |= {
            "decide": waiting.to_decide(user)[: waiting.SHOWN],
            "assigned": waiting.to_do(user)[: waiting.SHOWN],
            "finish": waiting.to_finish(user)[: waiting.SHOWN],
            "changes": changes,
            "newest": newest,
            "has_cases": True,
        }
    return render(request, "work/home.html", context)


@permit("work:view")
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Note that everything shown was seen."""
    number = request.POST.get("newest", "")
    if number.isdigit():
        waiting.mark_seen(user_of(request), int(number))
    return redirect("work:home")


@permit("case:view")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Every open case, most urgent first."""
    return render(request, "work/queue.html", {"cases": waiting.queue(user_of(request))[:100]})


@permit("checks:view")
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What is wrong, or about to be."""
    found = run_checks(user_of(request), timezone.localdate())
    return render(request, "work/checks.html", {"checks": found})


@permit("dashboard:view")
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """How all cases stand."""
    return render(request, "work/dashboard.html", {"charts": figures.charts(user_of(request))})
