"""The shapes of what the API takes and gives, where several operations share them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import ConfigDict, Field

T = TypeVar("T")
M = TypeVar("M", bound=Model)

BIGGEST = 2**63 - 1
MOST_ROWS = 100

Id = Annotated[int, Field(ge=1, le=BIGGEST)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Reason = Annotated[str, Field(min_length=1, max_length=4_000)]
Words = Annotated[str, Field(max_length=20_000)]
Document = dict[str, Any]
"""JSON as the core writes it; its schema is in docs/reference/schemas."""


class Taken(Schema):
    """What comes in: nothing that is not named."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class PageAsked(Schema):
    """Which part of a list."""

    after: Id | None = Field(None, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=MOST_ROWS)


class Page(Schema, Generic[T]):
    """Part of a list, and where the next part begins."""

    items: list[T]
    next: int | None = None  # None: this was the last


class Person(Schema):
    """Someone, by id and name."""

    id: UUID
    name: str

    @staticmethod
    def resolve_name(user: Any) -> str:
        """The name to show."""
        return str(user)


class Change(Schema):
    """A finding that says something else than before."""

    red_flag: str
    title: str
    was: str
    now: str


class Changes(Schema):
    """What a change of a case did to its findings."""

    version: int
    changes: list[Change]


class File(Schema):
    """An evidence file and what is said about it."""

    id: UUID
    name: str
    title: str
    sha256: str
    size: int
    media_type: str
    source: str
    licence: str
    received_on: date
    effective_on: date | None
    expires_on: date | None
    state: str
    added_at: datetime


class Because(Taken):
    """Why something is done, in words."""

    reason: Reason

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"reason": "The buyer withdrew"}}
    )


def page_of(found: QuerySet[M], asked: PageAsked, *, field: str = "pk") -> dict[str, Any]:
    """A page of rows, the newest first; it costs the same wherever it begins."""
    if asked.after is not None:
        found = found.filter(**{f"{field}__lt": asked.after})
    rows = list(found.order_by(f"-{field}")[: asked.limit + 1])
    return page_from(rows, asked.limit)


def page_from(rows: Iterable[M], limit: int) -> dict[str, Any]:
    """A page of one row more than is shown, if there is a next one."""
    rows = list(rows)
    more = len(rows) > limit
    return {"items": rows[:limit], "next": rows[limit - 1].pk if more else None}
