"""Forms that ask buyers and resellers, and bring back what they answered."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.evidence.store import too_large
from enduse.desk.pages.forms import DateInput
from enduse.documents.questionnaire_file import QuestionnaireFormat
from enduse.domain.vocabulary import Role


class AskForm(forms.Form):
    """Who is asked, and as what kind of file."""

    role = forms.ChoiceField(
        label=_("Who is asked"),
        choices=[(Role.BUYER.value, _("The buyer")), (Role.RESELLER.value, _("The reseller"))],
    )
    output = forms.ChoiceField(
        label=_("File"),
        choices=[
            (QuestionnaireFormat.XLSX.value, _("Workbook (XLSX)")),
            (QuestionnaireFormat.DOCX.value, _("Word document (DOCX)")),
        ],
    )
    everything = forms.BooleanField(label=_("Ask also what is answered already"), required=False)


class ReturnedForm(forms.Form):
    """A questionnaire that came back, and who answered it when."""

    file = forms.FileField(
        label=_("File that came back"),
        help_text=_("The .xlsx or .docx file that was sent, with the answers filled in."),
    )
    by = forms.CharField(
        label=_("Who answered"), help_text=_("The person, and what they are."), max_length=200
    )
    on = forms.DateField(
        label=_("Day of the answers"), widget=DateInput, initial=timezone.localdate
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._too_big = too_big

    def clean(self) -> dict[str, Any]:
        """Say that the file was cut off, rather than that there is none."""
        cleaned = super().clean() or {}
        if self._too_big:
            self.errors.pop("file", None)
            self.add_error("file", str(too_large()))
        return cleaned
