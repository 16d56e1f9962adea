"""The page that asks for what a deed on a case needs, a reason mostly, before it is done."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enduse.desk.cases.models import Case
from enduse.desk.cases.tabs import case_context


def ask_about(
    request: HttpRequest, case: Case, form: forms.Form, *, too_big: bool = False, **said: Any
) -> HttpResponse:
    """Show the form, again with what is wrong if something is.

    Args:
        request: what was asked.
        case: the case it is about.
        form: what has to be filled in.
        too_big: a file of it was cut off at the limit.
        **said: the words of `confirm.html`: caption, title, explains, button, back, grave.
    """
    status = 413 if too_big else 422 if form.errors else 200
    context = case_context(request, case, form=form, **said)
    return render(request, "pages/components/confirm.html", context, status=status)
