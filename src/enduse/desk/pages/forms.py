"""How forms look: one renderer, so that every field has a label, a hint and its error in place."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
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


def refuse(form: forms.Form, error: InvalidInputError, field: str | None = None) -> None:
    """Show in the form what the core refused."""
    form.add_error(field, str(error))
