"""An assessment that is kept, made again: on other rules, other data or another day."""

from datetime import date

from enduse.assessment.comparison import Document
from enduse.assessment.engine import Engine
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.assessment import Assessment
from enduse.domain.dates import parse_day
from enduse.domain.errors import InvalidInputError


def replay(document: Document, engine: Engine, as_of: date | None = None) -> Assessment:
    """Assess the transaction of an assessment document once more.

    Args:
        document: the assessment as it was kept.
        engine: the rules and the data to use this time.
        as_of: the day to use this time; None for the day of the document.

    Raises:
        InvalidInputError: it holds no transaction or no day, or the transaction names an id that
            these rules do not have.
    """
    transaction, day = document.get("transaction"), document.get("as_of")
    if transaction is None or not isinstance(day, str):
        raise InvalidInputError("this is no assessment in JSON: transaction or as_of is missing")
    return engine.assess(transaction_from(transaction, engine.known), as_of or parse_day(day))
