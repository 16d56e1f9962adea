"""Vendors of surveillance technology named in research: the MISP galaxy cluster."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.record import ListRecord, listed_name, without_repeats
from enduse.screening.lists.stream import text_lines


def read_misp_vendors(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read names and synonyms. It is research, not a legal list.

    Raises:
        InvalidInputError: it is not JSON, or not this cluster.
    """
    try:
        cluster = json.loads("".join(text_lines(stream, what=what)))
        values = cluster["values"] if cluster["type"] == "surveillance-vendor" else None
    except (ValueError, KeyError, TypeError):
        values = None
    if values is None:
        raise InvalidInputError("the file is not the cluster of vendors", file=what)
    for number, value in enumerate(values, 1):
        meta = value.get("meta", {})
        names = [listed_name(value["value"], NameKind.PRIMARY)]
        names += [listed_name(text) for text in meta.get("synonyms", [])]
        yield ListRecord(
            list_id="research-vendors",
            source_id=value["uuid"],
            kind=PartyKind.ORGANISATION,
            names=without_repeats(names),
            row=number,
            countries=alpha3_of_all([str(meta.get("country", ""))]),
            source=what,
        )
