from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Marker, NameKind, PartyKind
from enduse.screening.lists.bis import read_denied_persons, read_restricted_parties
from enduse.screening.lists.csl import read_csl
from enduse.screening.lists.merge import merge_records
from enduse.screening.lists.ofac import ofac_records, read_ofac_tables, read_remarks
from enduse.screening.lists.record import partial_date
from enduse.screening.lists.stream import MAX_FIELD_CHARACTERS
from enduse.screening.lists.un import read_un
from enduse.screening.watchlist import TABLES, read_watchlist

TABLE = (
    "list_id,source_row,name,aliases,countries_iso2,entity_type,remarks,as_of\n"
    "us-bis-entity-list,2,Alpha Ltd,Alfa | Alpha Co,RU;HK,Unknown,,2026-08-18\n"
)
XML_OF_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST/>'


def read(data):
    return list(read_restricted_parties(BytesIO(data), what="test"))


def test_a_row_becomes_a_record_with_its_place():
    (record,) = read(TABLE.encode())
    assert [n.text for n in record.names] == ["Alpha Ltd", "Alfa", "Alpha Co"]
    assert (record.countries, record.row) == (("RUS", "HKG"), 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name\nAlpha\n",
        TABLE.encode()[:-12],
        TABLE.encode("utf-16"),
        TABLE.encode() + b"\xff\xfe,,,\n",
        TABLE.encode() + b'a,b,"never closed',
        TABLE.replace("Alpha Ltd", "A" * (MAX_FIELD_CHARACTERS + 1)).encode(),
        TABLE.replace("Alpha Ltd", "Al\0pha").encode(),
    ],
)
def test_broken_files_are_refused_with_a_reason(data):
    with pytest.raises(InvalidInputError, match="test"):
        read(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for reader in (read_restricted_parties, read_csl, read_un, read_denied_persons):
        with pytest.raises(InvalidInputError):
            list(reader(BytesIO(data), what="test"))


def test_remarks_give_dates_numbers_and_nationality():
    remarks = read_remarks(
        "DOB 19 Dec 1980; alt. DOB Jan 1981; nationality Iraq; Passport N12 (Syria); a.k.a. 'X Y'."
    )
    assert remarks.birth_dates == ("1980-12-19", "1981-01")
    assert remarks.countries == ("IRQ",)
    assert (remarks.identifiers[0].value, remarks.identifiers[0].country) == ("N12", "SYR")
    assert remarks.aliases[0].kind is NameKind.WEAK


def test_ofac_tables_meet_by_number():
    tables = read_ofac_tables(
        BytesIO(
            b'36,"ALPHA, Bo","individual","GLOMAG",-0-,-0-,-0-,-0-,-0-,-0-,-0-,"DOB 1961."\n\x1a'
        ),
        BytesIO(b'36,1,"aka","ALFA, Bo",-0-\n'),
        BytesIO(b'36,1,-0-,"Havana","Cuba",-0-\n'),
        what="sdn",
    )
    (record,) = ofac_records(tables, list_of={}, default_list="us-ofac-sdn", what="sdn")
    assert record.kind is PartyKind.PERSON
    assert record.countries == ("CUB",)
    (entry,) = merge_records([record])
    assert entry.markers == (Marker.GLOMAG,)


def test_a_denied_person_counts_on_the_last_day_and_not_after():
    header = "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\t"
    header += "Expiration_Date\tStandard_Order\tLast_Update\tAction\tFR_Citation\n"
    row = "A B\tX\tY\tTX\t\t1\t01/02/2020\t01/02/2022\tY\t\t\t1 FR 2\n"
    (entry,) = merge_records(
        list(read_denied_persons(BytesIO((header + row).encode()), what="dpl"))
    )
    assert entry.live_listings(date(2022, 1, 2))
    assert not entry.live_listings(date(2022, 1, 3))


def test_xml_that_declares_entities_is_refused():
    with pytest.raises(InvalidInputError, match="entities"):
        list(read_un(BytesIO(XML_OF_ENTITIES), what="un"))


@pytest.mark.parametrize(
    ("text", "day"),
    [("19 Dec 1980", "1980-12-19"), ("1967", "1967"), ("circa 1967", "1967"), ("soon", "")],
)
def test_dates_are_as_exact_as_they_were_written(text, day):
    assert partial_date(text) == day


def test_the_embedded_watchlist_is_whole(embedded):
    assert 20_000 < len(embedded.entries) < 40_000
    assert len({entry.id for entry in embedded.entries}) == len(embedded.entries)
    assert {row.list_id for row in embedded.coverage} >= {"us-bis-el", "un-sc", "uk-sl"}
    assert not next(c for c in embedded.coverage if c.list_id == "us-ofac-sdn").is_complete
    markers = {marker for entry in embedded.entries for marker in entry.markers}
    assert markers == set(Marker)
    assert len(TABLES) == 5 and read_watchlist
