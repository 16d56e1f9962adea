"""Each official layout becomes the one record: who, where, since when, under what."""

from datetime import date
from io import BytesIO

import pytest

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, NameKind, PartyKind
from enduse.screening.lists.check import check_source
from enduse.screening.lists.ftm import ftm_holdings, read_ftm
from enduse.screening.lists.mapped import read_mapped_csv, read_mapping
from enduse.screening.lists.merge import merge_records
from enduse.screening.lists.sources import SOURCES, data_date
from tests.unit.screening.lists import samples
from tests.unit.screening.lists.samples import FILES


def records_of(source_id, files=None):
    streams = [BytesIO(data) if data is not None else None for data in files or FILES[source_id]]
    return list(SOURCES[source_id].read(streams, source_id))


def by_kind(record, kind):
    return [name.text for name in record.names if name.kind is kind]


def test_every_source_has_a_sample_and_every_sample_fits_its_source():
    assert FILES.keys() == SOURCES.keys()
    for source_id, source in SOURCES.items():
        records = records_of(source_id)
        assert {record.list_id for record in records} <= set(source.lists)
        assert all(record.source == source_id and record.row for record in records)


@pytest.mark.parametrize(
    ("source_id", "primary"),
    [
        ("us-csl", "Bram OKTAVIN"),
        ("us-csl-csv", "Bram OKTAVIN"),
        ("us-ofac-sdn", "OKTAVIN, Bram"),
        ("us-ofac-cons", "OKTAVIN, Bram"),
        ("us-ofac-sdn-csv", "OKTAVIN, Bram"),
        ("us-ofac-sdn-advanced", "OKTAVIN, Bram"),
        ("eu-fsf", "Bram Oktavin"),
        ("eu-fsf-csv", "Bram Oktavin"),
        ("uk-sl", "Bram OKTAVIN"),
        ("uk-sl-csv", "Bram OKTAVIN"),
        ("uk-ofsi", "Bram OKTAVIN"),
        ("un-sc", "BRAM OKTAVIN"),
        ("ch-seco", "Oktavin Bram"),
        ("au-dfat", "Bram OKTAVIN"),
        ("au-dfat-csv", "Bram OKTAVIN"),
    ],
)
def test_the_person_is_read_alike_from_every_layout(source_id, primary):
    people = [r for r in records_of(source_id) if r.kind is PartyKind.PERSON]
    (person,) = people
    assert person.names[0].text == primary
    assert person.names[0].kind is NameKind.PRIMARY
    assert person.countries == ("BLR",)
    assert person.source_id
    assert person.birth_dates[0] == ("1971-05" if source_id == "uk-ofsi" else "1971-05-06")
    if not source_id.startswith("au-"):
        passports = [i for i in person.identifiers if i.type == "passport"]
        assert [i.value for i in passports] == ["AB123456"]


@pytest.mark.parametrize(
    "source_id",
    ["us-ofac-sdn", "us-ofac-sdn-csv", "us-ofac-sdn-advanced", "eu-fsf", "eu-fsf-csv", "uk-sl",
     "uk-sl-csv", "uk-ofsi", "un-sc", "ch-seco", "au-dfat", "au-dfat-csv"],
)  # fmt: skip
def test_a_weak_alias_is_marked_weak(source_id):
    person = next(r for r in records_of(source_id) if r.kind is PartyKind.PERSON)
    (weak,) = by_kind(person, NameKind.WEAK)
    assert weak in {"BO", "B.O."}


@pytest.mark.parametrize(
    "source_id",
    ["us-ofac-sdn-advanced", "eu-fsf", "eu-fsf-csv", "uk-sl", "uk-sl-csv", "uk-ofsi", "un-sc",
     "ch-seco", "au-dfat", "au-dfat-csv"],
)  # fmt: skip
def test_a_name_in_its_own_script_is_kept_as_original(source_id):
    person = next(r for r in records_of(source_id) if r.kind is PartyKind.PERSON)
    (original,) = by_kind(person, NameKind.ORIGINAL)
    assert set(original.split(", ")[0].split()) & {"Октавин", "Брам"}
    assert next(n for n in person.names if n.text == original).script == "Cyrillic"


@pytest.mark.parametrize("one_and_other", [("us-csl", "us-csl-csv"), ("uk-sl", "uk-sl-csv"),
                                           ("eu-fsf", "eu-fsf-csv"), ("au-dfat", "au-dfat-csv")])  # fmt: skip
def test_two_layouts_of_one_list_say_the_same(one_and_other):
    one, other = (
        [
            (r.list_id, r.source_id, r.kind, r.names[0], set(r.names), set(r.countries), set(r.identifiers),
             r.birth_dates, r.programmes, r.effective_on, r.ended_on, r.remarks)
            for r in records_of(source_id)
        ]
        for source_id in one_and_other
    )  # fmt: skip
    assert one == other


def test_the_entity_list_keeps_policy_citation_and_remarks():
    for source_id in ("us-csl", "us-csl-csv"):
        works = records_of(source_id)[0]
        assert works.list_id == "us-bis-el"
        assert works.licence_policy == "Case-by-case review for ECCN 1A004.c."
        assert (works.citation, works.remarks) == ("99 FR 11111", "See the notice.")
        assert works.effective_on == date(2031, 2, 3)
        assert works.countries == ("CHN", "KAZ")
        assert works.addresses[0] == "12 Lantern Road, Urumqi, Xinjiang, CN"
        assert [n.text for n in works.names] == ["Quorra Optical Works", "Kvorra Optik", "QOW"]


def test_ofac_programmes_say_which_list_it_is():
    assert [r.list_id for r in records_of("us-ofac-cons")] == ["us-ofac-ssi", "us-ofac-mbs"]
    assert {r.list_id for r in records_of("us-ofac-cons-advanced")} == {
        "us-ofac-cmic",
        "us-ofac-mbs",
    }


def test_ofac_xml_must_hold_as_many_parties_as_it_says():
    short = samples.SDN_XML.replace(b"<Record_Count>2<", b"<Record_Count>3<")
    with pytest.raises(InvalidInputError, match="not as many parties as it says"):
        records_of("us-ofac-sdn", [short])


def test_advanced_xml_joins_papers_places_and_listings_that_stand_elsewhere():
    person, bank = records_of("us-ofac-sdn-advanced")
    assert person.identifiers == (Identifier("passport", "AB123456", "BLR"),)
    assert person.addresses == ("5 Mill Lane, Brest",)
    assert (person.programmes, person.effective_on) == (("GLOMAG",), date(2030, 12, 31))
    assert bank.identifiers == (Identifier("swift", "QUORBY2X"),)
    assert (bank.kind, bank.list_id) == (PartyKind.ORGANISATION, "us-ofac-sdn")


def test_advanced_xml_with_a_reference_that_leads_nowhere_is_refused():
    broken = samples.ADVANCED_XML.replace(b'LocationID="500"', b'LocationID="999"')
    with pytest.raises(InvalidInputError, match="leads nowhere"):
        records_of("us-ofac-sdn-advanced", [broken])


def test_ofac_comments_go_on_where_remarks_were_cut():
    person = records_of("us-ofac-sdn-csv")[0]
    assert Identifier("tax", "77001", "BLR") in person.identifiers
    assert person.remarks.endswith("Tax ID No. 77001 (Belarus).")


def test_vessels_have_their_imo_number_and_flag():
    for source_id in ("us-ofac-sdn", "uk-sl", "uk-sl-csv"):
        ship = records_of(source_id)[1]
        assert ship.kind is PartyKind.VESSEL
        assert ship.identifiers == (Identifier("imo", "9999999"),)
        assert ship.countries == ("PAN",)


def test_uk_dates_are_day_first_and_unknown_parts_are_left_out():
    person = records_of("uk-sl")[0]
    assert person.effective_on == date(2031, 1, 5)
    assert person.birth_dates == ("1971-05-06", "1972")


def test_a_swiss_target_that_was_delisted_has_its_end_and_history_is_no_party():
    person, tankers = records_of("ch-seco")
    assert (person.effective_on, person.ended_on) == (date(2030, 12, 31), None)
    assert (tankers.effective_on, tankers.ended_on) == (date(2020, 2, 2), date(2031, 1, 30))
    assert person.addresses == ("5 Mill Lane, Brest",)
    assert Identifier("tax", "77001") in person.identifiers


def test_a_part_of_the_swiss_list_is_refused():
    part = samples.SECO_XML.replace(b"whole-list", b"search-result")
    with pytest.raises(InvalidInputError, match="a part of the list"):
        records_of("ch-seco", [part])


def test_the_australian_workbook_may_have_a_title_above_its_header():
    assert records_of("au-dfat", [samples.dfat_xlsx(title_row=True)])[0].source_id == "9001"


def test_one_party_of_four_publishers_is_one_entry_with_four_listings():
    records = [r for s in ("un-sc", "eu-fsf", "uk-sl", "ch-seco") for r in records_of(s)]
    entry = next(e for e in merge_records(records) if e.kind is PartyKind.PERSON)
    assert [line.list_id for line in entry.listings] == ["un-sc", "eu-fsf", "uk-sl", "ch-seco"]
    assert entry.listings[0].remarks == "Head of the works."


@pytest.mark.parametrize(
    "source_id",
    ["us-ofac-sdn", "us-ofac-sdn-advanced", "eu-fsf", "eu-fsf-csv", "uk-sl", "uk-sl-csv",
     "uk-ofsi", "un-sc", "ch-seco"],
)  # fmt: skip
def test_a_file_that_gives_its_date_is_dated_by_it(source_id, tmp_path):
    path = tmp_path / "list"
    path.write_bytes(FILES[source_id][0])
    files = [path, *(None for _ in FILES[source_id][1:])]
    assert check_source(SOURCES[source_id], files).data_on == date(2031, 2, 4)


def test_a_date_that_is_not_there_is_not_made_up():
    assert data_date("nothing", r"<Publish_Date>([^<]+)") == ""
    assert data_date("nothing", "") == ""


def ftm(data=samples.FTM_JSON):
    return {r.source_id: r for r in read_ftm(BytesIO(data), list_id="own", what="own.ftm.json")}


def test_followthemoney_entities_are_joined_with_listings_owners_and_addresses():
    found = ftm()
    assert list(found) == ["p-1", "c-1", "b-1", "v-1", "l-1", "o-1"]
    person = found["p-1"]
    assert (person.programmes, person.effective_on) == (("BLR",), date(2030, 12, 31))
    assert person.addresses == ("5 Mill Lane, Brest",)
    assert by_kind(person, NameKind.WEAK) == ["BO"]
    assert by_kind(person, NameKind.FORMER) == ["Bram Old"]
    assert by_kind(person, NameKind.ORIGINAL) == ["Брам Октавин"]
    assert found["c-1"].remarks == "Owned by p-1: 62%."
    assert found["v-1"].ended_on == date(2031, 1, 30)
    assert found["b-1"].kind is PartyKind.ORGANISATION
    assert found["l-1"].kind is PartyKind.UNKNOWN


def test_followthemoney_ownership_becomes_holdings():
    (holding,) = ftm_holdings(BytesIO(samples.FTM_JSON), what="own")
    assert (holding.owner, holding.owned, holding.share) == ("p-1", "c-1", 0.625)
    unknown = samples.FTM_JSON.replace(b"62.5%", b"majority")
    assert ftm_holdings(BytesIO(unknown), what="own")[0].share is None


def test_an_own_table_is_read_as_its_mapping_says():
    mapping = read_mapping(samples.OWN_MAPPING, what="map.toml")
    person, firm = read_mapped_csv(BytesIO(samples.OWN_CSV), mapping, list_id="own", what="own.csv")
    assert [n.text for n in person.names] == ["Bram Oktavin", "Bramm Oktawin", "BO"]
    assert (person.source_id, person.kind) == ("7", PartyKind.PERSON)
    assert (person.countries, person.birth_dates) == (("BLR",), ("1971-05-06",))
    assert (firm.countries, firm.kind) == (("PAN",), PartyKind.ORGANISATION)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[columns", "not TOML"),
        ("[columns]\nid = 'Ref'", "needs a column for `name`"),
        ("[columns]\nname = 'N'\nage = 'A'", "unknown fields.*age"),
        ("separators = ';'\n[columns]\nname = 'N'", "unknown keys"),
        ("[columns]\nname = 'N'\n[kinds]\nX = 'dog'", "unknown kind.*dog"),
    ],
)
def test_a_wrong_mapping_says_what_would_be_right(text, why):
    with pytest.raises(InvalidInputError, match=why):
        read_mapping(text, what="map.toml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Full name;", "Name;", "columns are missing.*Full name"),
        ("7;Bram Oktavin;", "7;;", "a row has no name"),
        (";Person;", ";Animal;", "does not know this kind.*Animal"),
    ],
)
def test_a_table_that_does_not_fit_its_mapping_is_refused(old, new, why):
    mapping = read_mapping(samples.OWN_MAPPING, what="map.toml")
    data = samples.OWN_CSV.decode().replace(old, new).encode()
    with pytest.raises(InvalidInputError, match=why):
        list(read_mapped_csv(BytesIO(data), mapping, list_id="own", what="own.csv"))
