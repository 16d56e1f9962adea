"""How forms look: one renderer, so that every field has a label, a hint and its error in place."""

from typing import Any, cast

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from enduse.domain.errors import InvalidInputError


class DeskRenderer(TemplatesSetting):
    """Draws forms and fields with the desk's own components."""

    form_template_name = "pages/components/form.html"
    field_template_name = "pages/components/field.html"


class DateInput(forms.DateInput):
    """A date, picked or typed as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why something is done; the reason goes on the record."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept on the record, with your name and the time."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
    )


def set_seen(form: forms.Form, seen: str) -> None:
    """Let a form that was sent stand, as an answer to the version now on file."""
    data = cast("QueryDict", form.data).copy()
    data["seen"] = seen
    form.data = data


def refuse(form: forms.BaseForm, error: InvalidInputError, **places: str) -> None:
    """Show in the form what a service or the core refused, beside its field if it names one.

    Args:
        form: a form that was valid by itself.
        error: its message begins with the field's name and a colon.
        **places: the field to show it at, for what the core calls by another name.
    """
    field, colon, _rest = error.message.partition(":")
    root = field.partition(".")[0].partition("[")[0]
    known = field if field in form.fields else places.get(root, "")
    form.add_error(known if colon and known in form.fields else None, str(error))
