"""The form that brings a file."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.evidence.services import About, Upload
from enduse.desk.evidence.store import too_large
from enduse.desk.evidence.types import ALLOWED
from enduse.desk.pages.forms import DateInput


class EvidenceForm(forms.Form):
    """A file, where it is from, and from when to when it counts."""

    file = forms.FileField(label=_("File"), help_text=_("One of: %s") % ALLOWED)
    title = forms.CharField(label=_("What it is"), max_length=300)
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who made it, and where you got it."),
        max_length=500,
        required=False,
    )
    licence = forms.CharField(label=_("Licence or terms"), max_length=200, required=False)
    received_on = forms.DateField(
        label=_("Received on"), widget=DateInput, initial=timezone.localdate
    )
    effective_on = forms.DateField(label=_("Counts from"), widget=DateInput, required=False)
    expires_on = forms.DateField(
        label=_("Expires on"),
        help_text=_("From then on the question it answers opens again."),
        widget=DateInput,
        required=False,
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._too_big = too_big

    def clean(self) -> dict[str, Any]:
        """Say that the file was cut off, rather than that there is none; check the dates."""
        cleaned = super().clean() or {}
        if self._too_big:
            self.errors.pop("file", None)
            self.add_error("file", str(too_large()))
        start, end = cleaned.get("effective_on"), cleaned.get("expires_on")
        if start and end and end < start:
            self.add_error("expires_on", _("It expires before it counts; change one of the two."))
        return cleaned

    def upload(self) -> Upload:
        """The file of a valid form."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.chunks())

    def about(self) -> About:
        """What is said about the file of a valid form."""
        given = self.cleaned_data
        return About(
            title=given["title"],
            source=given["source"],
            licence=given["licence"],
            received_on=given["received_on"],
            effective_on=given["effective_on"],
            expires_on=given["expires_on"],
        )
