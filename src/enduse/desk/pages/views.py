"""Pages that belong to no register: help, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enduse.desk.accounts.authority import permit


@permit("account:own")
def help_page(request: HttpRequest) -> HttpResponse:
    """How a case goes, what the signs say, which keys there are."""
    return render(request, "pages/help.html")
