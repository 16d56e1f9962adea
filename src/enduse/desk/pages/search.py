"""Finding things by whole words, in any script, without reading through a table."""

import re
from collections.abc import Iterable
from typing import TypeVar

from anyascii import anyascii
from django.db.models import Model, QuerySet

from enduse.desk.pages.models import SearchWord

M = TypeVar("M", bound=Model)

_WORD = re.compile(r"[a-z0-9]{2,}")
_MOST_WORDS = 60  # of one thing
_MOST_ASKED = 6  # of one search


def words_of(texts: Iterable[str]) -> list[str]:
    """The words of some texts, in Latin letters and lower case, each once."""
    found = _WORD.findall(anyascii(" ".join(texts)).lower())
    return list(dict.fromkeys(word[:40] for word in found))[:_MOST_WORDS]


def index_words(thing: Model, *texts: str) -> None:
    """Make a thing findable by the words of these texts, and by no others."""
    kind, wanted = str(thing._meta.model_name), set(words_of(texts))
    held = SearchWord.objects.filter(kind=kind, key=thing.pk)
    have = set(held.values_list("word", flat=True))
    if gone := have - wanted:
        held.filter(word__in=gone).delete()
    SearchWord.objects.bulk_create(
        SearchWord(kind=kind, word=word, key=thing.pk) for word in sorted(wanted - have)
    )


def matching(queryset: QuerySet[M], asked: str) -> QuerySet[M]:
    """The things of a queryset that have every word asked for."""
    words = words_of([asked])[:_MOST_ASKED]
    if not words and asked.strip():
        return queryset.none()
    kind = queryset.model._meta.model_name
    for word in words:
        keys = SearchWord.objects.filter(kind=kind, word=word).values("key")
        queryset = queryset.filter(pk__in=keys)
    return queryset
