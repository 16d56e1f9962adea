"""Pages that belong to no register: help, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enduse.desk.accounts.authority import permit
from enduse.desk.pages.navigation import navigation


@permit("account:own")
def start(request: HttpRequest) -> HttpResponse:
    """The way in: the first page of the navigation that this user may follow."""
    first = next(iter(navigation(request)), None)
    return redirect(first.url if first else "pages:help")


@permit("account:own")
def help_page(request: HttpRequest) -> HttpResponse:
    """How a case goes, what the signs say, which keys there are."""
    return render(request, "pages/help.html")
