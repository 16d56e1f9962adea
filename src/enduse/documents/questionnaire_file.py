"""A questionnaire as a file that is sent and comes back, and claims as rows of a sale's file."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePath

from enduse.documents.questionnaire import Questionnaire, ReturnedQuestionnaire
from enduse.documents.questionnaire_docx import questionnaire_docx, read_questionnaire_docx
from enduse.documents.questionnaire_xlsx import questionnaire_xlsx, read_questionnaire_xlsx
from enduse.domain.errors import InvalidInputError
from enduse.domain.transactions import Claim


class QuestionnaireFormat(StrEnum):
    """What a questionnaire is written as; each value is the ending of a file too."""

    XLSX = "xlsx"
    DOCX = "docx"


_READERS: Mapping[str, Callable[[bytes], ReturnedQuestionnaire]] = {
    ".xlsx": read_questionnaire_xlsx,
    ".docx": read_questionnaire_docx,
}


def write_questionnaire(questionnaire: Questionnaire, output: QuestionnaireFormat) -> bytes:
    """Write a questionnaire as a workbook or a Word document."""
    if output is QuestionnaireFormat.XLSX:
        return questionnaire_xlsx(questionnaire)
    return questionnaire_docx(questionnaire)


def read_returned(name: str, content: bytes) -> ReturnedQuestionnaire:
    """Read a questionnaire that came back, unchecked.

    Args:
        name: of the file; its ending tells the format.
        content: the whole file.

    Raises:
        InvalidInputError: the ending is neither .xlsx nor .docx, or the file is damaged or not of
            this kind.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise InvalidInputError("ends in neither .xlsx nor .docx")
    return reader(content)


def claim_row(claim: Claim) -> dict[str, str | list[str]]:
    """A claim as it stands in a file; what is empty is left out, but for the answer itself."""
    row = {
        "key": claim.key,
        "answer": claim.answer if isinstance(claim.answer, str) else list(claim.answer),
        "words": claim.words,
        "by": claim.by,
        "role": claim.role.value,
        "on": claim.on.isoformat(),
        "document_sha256": claim.document_sha256,
    }
    return {key: value for key, value in row.items() if value or key == "answer"}
