"""A renewed watchlist is what the publishers say now, what nobody updated, and who left."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial, partialmethod

import pytest

from enduse.domain.errors import BadDataError, ConflictError, InvalidInputError, NotFoundError
from enduse.domain.screening import Coverage, ListedName, Listing, PartyKind, WatchlistEntry
from enduse.screening.delta import (
    changed_fields,
    compare_watchlists,
    delta_as_json,
    delta_lines,
)
from enduse.screening.lists.own_sources import chosen_sources, read_own_sources
from enduse.screening.lists.sources import SOURCES
from enduse.screening.renewing import ArrivedFile, Renewal
from enduse.screening.store import WatchlistStore, is_store
from enduse.screening.watchlist import Watchlist, content_version, read_watchlist
from tests.unit.screening.lists import samples

NOW = datetime(2031, 2, 5, 6, 7, 8, tzinfo=UTC)
UN = replace(SOURCES["un-sc"], at_least=1)
UK = replace(SOURCES["uk-sl"], at_least=1)


def entry(list_id, number, name, ended_on=None):
    line = Listing(list_id, number, source="packaged", row=1, ended_on=ended_on)
    return WatchlistEntry(
        f"{list_id}:{number}", PartyKind.ORGANISATION, (ListedName(name),), (line,), ("PAN",)
    )


PACKAGED_ENTRIES = (
    entry("un-sc", "KPe.998", "Gone Trading"),
    entry("un-sc", "KPe.999", "Quorra Tankers"),
    entry("us-bis-el", "77", "Untouched Works"),
)
PACKAGED = Watchlist(
    PACKAGED_ENTRIES,
    (
        Coverage("un-sc", "Security Council", "United Nations", date(2030, 1, 1), 2, 2,
                 date(2030, 1, 1)),
        Coverage("us-bis-el", "Entity List", "BIS", date(2030, 1, 1), 1, 1, date(2030, 1, 1)),
    ),
    content_version(PACKAGED_ENTRIES),
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    return WatchlistStore(tmp_path / "watchlist")


def renewal(store, now=NOW, known=None):
    return Renewal(store, known or {"un-sc": UN, "uk-sl": UK}, PACKAGED, now)


def arrived(store, source, data, modified_on=None):
    path = store.incoming(source.id) / source.files[0].name
    path.write_bytes(data)
    return [ArrivedFile(source.files[0].name, path, '"tag"', "", modified_on)]


def update(store, *pairs, now=NOW, **options):
    begun = renewal(store, now)
    for source, data in pairs:
        begun.take(source, arrived(store, source, data), **options)
    return begun.publish()


def many_un(count, first=1):
    parties = "".join(
        f"<ENTITY><FIRST_NAME>Firm number {n}</FIRST_NAME><UN_LIST_TYPE>X</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>KPe.{n:04}</REFERENCE_NUMBER></ENTITY>"
        for n in range(first, first + count)
    )
    return (
        '<CONSOLIDATED_LIST dateGenerated="2031-02-04T00:00:00Z"><ENTITIES>'
        f"{parties}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def test_who_left_a_list_is_formerly_listed_and_other_lists_stay(store):
    update(store, (UN, samples.UN_XML))
    made = {e.id: e for e in read_watchlist(store.current()).entries}
    gone = made["un-sc:KPe.998"].listings[0]
    assert gone.ended_on == date(2031, 2, 4), "the date of the data"
    assert made["un-sc:KPe.999"].listings[0].source == "un-sc"
    assert made["us-bis-el:77"].listings[0].source == "packaged"
    assert "un-sc:QDi.999" in made


def test_an_end_that_was_known_stays_and_a_party_that_comes_back_is_live_again(store):
    update(store, (UN, many_un(30)))
    update(store, (UN, many_un(29)), now=NOW.replace(day=6))
    assert ended(store, "un-sc:KPe.0030") == date(2031, 2, 4)
    later = many_un(29).replace(b"2031-02-04", b"2031-02-09")
    update(store, (UN, later), now=NOW.replace(day=10))
    assert ended(store, "un-sc:KPe.0030") == date(2031, 2, 4)
    back = many_un(30).replace(b"2031-02-04", b"2031-02-10")
    update(store, (UN, back), now=NOW.replace(day=11))
    assert ended(store, "un-sc:KPe.0030") is None


def ended(store, entry_id):
    made = {e.id: e for e in read_watchlist(store.current()).entries}
    return made[entry_id].listings[0].ended_on


def test_a_party_keeps_its_id_when_another_list_names_it_too(store):
    update(store, (UN, samples.UN_XML))
    eu = replace(SOURCES["eu-fsf"], at_least=1)
    begun = renewal(store, NOW.replace(hour=7), {"un-sc": UN, "eu-fsf": eu})
    begun.take(eu, arrived(store, eu, samples.EU_XML))
    begun.publish()
    made = {e.id: e for e in read_watchlist(store.current()).entries}
    assert {line.list_id for line in made["un-sc:QDi.999"].listings} == {"un-sc", "eu-fsf"}
    assert "eu-fsf:EU.9001.1" not in made


def test_parties_that_were_apart_stay_apart_when_other_lists_are_renewed(store):
    update(store, (UN, samples.UN_XML), (UK, samples.UK_XML))
    before = read_watchlist(store.current())
    for hour in (7, 8):
        undated = samples.UK_XML.replace(b"04/02/2031", f"0{hour}/02/2031".encode())
        update(store, (UK, undated), now=NOW.replace(hour=hour))
        after = read_watchlist(store.current())
        assert compare_watchlists(before, after).summary == "0 added, 0 removed, 0 changed"


def test_coverage_says_how_much_and_of_when(store):
    update(store, (UN, samples.UN_XML), (UK, samples.UK_XML))
    rows = {row.list_id: row for row in read_watchlist(store.current()).coverage}
    assert (rows["un-sc"].held, rows["un-sc"].official) == (2, 2)
    assert rows["un-sc"].data_on == date(2031, 2, 4)
    assert (rows["uk-sl"].held, rows["uk-sl"].title) == (2, "UK Sanctions List")
    assert rows["us-bis-el"].data_on == date(2030, 1, 1)


def test_a_later_official_count_is_not_forgotten_for_an_older_file(store):
    undated = samples.UN_XML.replace(b"dateGenerated", b"made")
    begun = renewal(store)
    begun.take(UN, arrived(store, UN, undated, date(2029, 1, 1)), accept_shrunken=True)
    begun.publish()
    row = next(r for r in read_watchlist(store.current()).coverage if r.list_id == "un-sc")
    assert (row.data_on, row.official_on) == (date(2029, 1, 1), date(2030, 1, 1))


def test_a_file_without_a_date_says_how_it_was_dated(store):
    undated = samples.UN_XML.replace(b"dateGenerated", b"made")
    update(store, (UN, undated))
    row = next(r for r in read_watchlist(store.current()).coverage if r.list_id == "un-sc")
    assert row.data_on == date(2030, 12, 31)
    assert "newest listing" in row.note


def test_nothing_new_makes_no_version(store):
    first = update(store, (UN, samples.UN_XML))
    assert first
    assert update(store, (UN, samples.UN_XML), now=NOW.replace(hour=7)) == ""
    assert renewal(store).publish() == ""
    assert store.version_names() == (first,)


def test_a_list_that_lost_over_a_tenth_is_refused_and_the_old_one_stays(store):
    first = update(store, (UN, many_un(300)))
    with pytest.raises(InvalidInputError, match=r"lost over a tenth.*found=200.*before=300"):
        update(store, (UN, many_un(200)))
    assert store.current_name() == first
    assert not any(store.incoming("un-sc").iterdir())
    assert update(store, (UN, many_un(200)), accept_shrunken=True) != first
    assert update(store, (UN, many_un(190)), now=NOW.replace(hour=9)), "few may go at once"


def test_a_file_smaller_than_the_whole_list_can_be_is_refused(store):
    whole = replace(UN, at_least=700)
    with pytest.raises(InvalidInputError, match="fewer parties than the whole list"):
        update(store, (whole, samples.UN_XML))
    assert not store.current_name()


def test_an_official_count_is_held_against_the_first_file(store):
    begun = Renewal(store, {"un-sc": UN}, replace(PACKAGED, coverage=(
        replace(PACKAGED.coverage[0], official=1_003),)), NOW)  # fmt: skip
    with pytest.raises(InvalidInputError, match="lost over a tenth"):
        begun.take(UN, arrived(store, UN, samples.UN_XML))


def test_a_file_older_than_the_one_in_use_is_refused(store):
    update(store, (UN, samples.UN_XML))
    older = samples.UN_XML.replace(b"2031-02-04", b"2022-03-01")
    with pytest.raises(InvalidInputError, match=r"older than what is in use.*2022-03-01"):
        update(store, (UN, older))


def test_sources_that_did_not_change_are_read_again_from_what_was_kept(store):
    update(store, (UN, samples.UN_XML))
    update(store, (UK, samples.UK_XML), now=NOW.replace(hour=7))
    made = read_watchlist(store.current())
    person = next(e for e in made.entries if e.kind is PartyKind.PERSON)
    assert {line.list_id for line in person.listings} == {"un-sc", "uk-sl"}
    assert set(store.kept_sources()) == {"un-sc", "uk-sl"}


def test_a_kept_file_that_was_changed_is_found_out(store):
    update(store, (UN, samples.UN_XML))
    (kept,) = store.kept_sources()["un-sc"].files
    path = store.folder / "files" / kept.sha256
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadDataError, match="gone or was changed"):
        update(store, (UK, samples.UK_XML))


def test_a_source_that_is_not_described_any_more_must_be_dropped_by_name(store):
    update(store, (UN, samples.UN_XML), (UK, samples.UK_XML))
    begun = renewal(store, known={"uk-sl": UK})
    begun.take(UK, arrived(store, UK, samples.UK_XML.replace(b"BREST", b"Brest")))
    with pytest.raises(InvalidInputError, match="leave it out with --drop"):
        begun.publish()
    begun.drop("un-sc")
    assert begun.publish()
    ids = {e.id for e in read_watchlist(store.current()).entries}
    assert "un-sc:KPe.998" in ids, "the packaged list is back"
    with pytest.raises(InvalidInputError, match="not made from this source"):
        begun.drop("un-sc")


def test_two_updates_at_once_do_not_hide_one_another(store):
    one, other = renewal(store), renewal(store, NOW.replace(hour=7))
    one.take(UN, arrived(store, UN, samples.UN_XML))
    other.take(UK, arrived(store, UK, samples.UK_XML))
    first = one.publish()
    with pytest.raises(ConflictError, match="another update finished meanwhile"):
        other.publish()
    assert store.current_name() == first


def test_versions_can_be_gone_back_to_and_pruned(store):
    names = [update(store, (UN, many_un(30 + n)), now=NOW.replace(day=6 + n)) for n in range(4)]
    assert store.version_names() == tuple(names)
    store.use(names[0])
    assert store.prune(1) == tuple(names[1:3])
    assert store.version_names() == (names[0], names[3])
    assert len(list((store.folder / "files").iterdir())) == 2
    assert len(read_watchlist(store.current()).entries) == 33


@pytest.mark.parametrize("name", ["20310101T000000Z-none", "../versions", "."])
def test_a_version_that_is_not_there_is_refused(store, name):
    update(store, (UN, samples.UN_XML))
    with pytest.raises(BadDataError, match="no such version"):
        store.use(name)


def test_a_folder_without_versions_says_so(store):
    assert not is_store(store.folder)
    with pytest.raises(NotFoundError, match="no updated watchlist"):
        store.current()


def test_what_a_version_was_made_from_must_be_readable(store):
    update(store, (UN, samples.UN_XML))
    (store.current() / "sources.json").write_text("[{}]", "utf-8")
    with pytest.raises(BadDataError, match="made from cannot be read"):
        store.kept_sources()


class _StopError(BaseException):
    """The machine stops."""


def test_a_stop_at_any_step_leaves_a_whole_version_in_use(store, monkeypatch):
    """Every rename and every flush of an update is the last thing that happens, in turn."""
    update(store, (UN, many_un(30)))
    steps = [0]
    real = type(store.folder).replace
    for last in range(1, 200):
        steps[0] = 0

        def counted(*args, what, last=last):
            steps[0] += 1
            if steps[0] == last:
                raise _StopError
            return what(*args)

        with monkeypatch.context() as patched:
            patched.setattr(type(store.folder), "replace", partialmethod(counted, what=real))
            patched.setattr("os.fsync", partial(counted, what=lambda _: None))
            try:
                update(store, (UN, many_un(30 + last)), now=NOW.replace(minute=last % 60))
            except _StopError:
                assert len(read_watchlist(store.current()).entries) >= 33
                continue
        break
    assert 12 < last < 199, "every step of an update was met"
    assert len(read_watchlist(store.current()).entries) == 30 + last + 3
    store.prune(1)
    assert [p.name for p in (store.folder / "versions").iterdir()] == [store.current_name()]


def test_the_delta_names_what_came_went_and_changed(store):
    update(store, (UN, samples.UN_XML))
    before = read_watchlist(store.current())
    new = samples.UN_XML.replace(b"Belarus</VALUE>", b"Poland</VALUE>").replace(b"DPRK", b"Libya")
    new = new.replace(b"<INDIVIDUALS>", b"<INDIVIDUALS>" + b"<INDIVIDUAL><FIRST_NAME>NEW ONE"
        b"</FIRST_NAME><REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER></INDIVIDUAL>")  # fmt: skip
    update(store, (UN, new), now=NOW.replace(hour=7))
    delta = compare_watchlists(before, read_watchlist(store.current()))
    assert [e.name for e in delta.added] == ["NEW ONE"]
    assert delta.removed == ()
    changes = {new.id: changed_fields(old, new) for old, new in delta.changed}
    assert changes.keys() == {"un-sc:QDi.999", "un-sc:KPe.999"}
    (country,) = changes["un-sc:QDi.999"]
    assert (country.field, country.gone, country.new) == ("countries", (), ("POL",))
    (listing,) = changes["un-sc:KPe.999"]
    assert "DPRK" in listing.gone[0]
    assert "Libya" in listing.new[0]
    value = delta_as_json(delta)
    assert value["changed"][1]["fields"]["countries"] == {"gone": [], "new": ["POL"]}
    assert value["added"][0]["listings"] == ["un-sc QDi.001"]
    lines = list(delta_lines(delta))
    assert lines[0] == "+ un-sc:QDi.001  NEW ONE  (un-sc)"
    assert "    countries + POL" in lines
    assert lines[-1] == "1 added, 0 removed, 2 changed"


def test_a_row_that_only_moved_is_no_change(store):
    update(store, (UN, many_un(30)))
    before = read_watchlist(store.current())
    update(store, (UN, many_un(31, first=0)), now=NOW.replace(hour=7))
    after = read_watchlist(store.current())
    moved = {e.id: e.listings[0].row for e in after.entries}["un-sc:KPe.0005"]
    assert moved != {e.id: e.listings[0].row for e in before.entries}["un-sc:KPe.0005"]
    delta = compare_watchlists(before, after)
    assert delta.summary == "1 added, 0 removed, 0 changed"


def own_file(tmp_path, text):
    path = tmp_path / "sources.toml"
    path.write_text(text, "utf-8")
    return path


def test_own_tables_and_collections_are_sources_like_any_other(tmp_path, store):
    (tmp_path / "map.toml").write_text(samples.OWN_MAPPING, "utf-8")
    known = read_own_sources(own_file(tmp_path, """
        [[sources]]
        id = "acme"
        layout = "csv"
        title = "Parties ACME will not supply"
        publisher = "ACME"
        licence = "own"
        mapping = "map.toml"
        [[sources]]
        id = "collection"
        layout = "ftm"
        title = "A collection"
        publisher = "Somebody"
        licence = "CC BY 4.0"
        url = "https://example.org/entities.ftm.json"
        [[sources]]
        id = "un-sc"
        url = "https://example.org/un.xml"
    """))  # fmt: skip
    assert known["un-sc"].files[0].url == "https://example.org/un.xml"
    begun = Renewal(store, known, PACKAGED, NOW)
    acme, collection = chosen_sources(known, ["acme", "collection"])
    begun.take(acme, arrived(store, acme, samples.OWN_CSV))
    begun.take(collection, arrived(store, collection, samples.FTM_JSON))
    begun.publish()
    lists = {line.list_id for e in read_watchlist(store.current()).entries for line in e.listings}
    assert lists == {"acme", "collection", "un-sc", "us-bis-el"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[sources", "cannot be read"),
        ("other = 1", r"\[\[sources\]\] and nothing else"),
        ("[[sources]]\nurl = 'x'", "a source has an id"),
        ("[[sources]]\nid = 'a'\ncolour = 'x'", "unknown=\\['colour'\\]"),
        ("[[sources]]\nid = 'a'\nlayout = 'ftm'", "missing=.*licence.*publisher.*title"),
        (
            "[[sources]]\nid='a'\nlayout='pdf'\ntitle='t'\npublisher='p'\nlicence='l'",
            "layout is ftm",
        ),
        (
            "[[sources]]\nid='a'\nlayout='csv'\nmapping='m'\ntitle='t'\npublisher='p'\nlicence='l'",
            "mapping cannot be read",
        ),
        ("[[sources]]\nid = 'us-ofac-sdn-csv'\nurl = 'https://x'", "more files than addresses"),
    ],
)
def test_a_wrong_file_of_sources_says_what_would_be_right(tmp_path, text, why):
    with pytest.raises(InvalidInputError, match=why):
        read_own_sources(own_file(tmp_path, text))


def test_a_source_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(InvalidInputError, match=r"no such source.*un-sc"):
        chosen_sources(SOURCES, ["un"])


def test_a_store_can_be_moved_to_another_machine(store, tmp_path):
    update(store, (UN, samples.UN_XML))
    shutil.copytree(store.folder, tmp_path / "elsewhere")
    moved = WatchlistStore(tmp_path / "elsewhere")
    assert read_watchlist(moved.current()) == read_watchlist(store.current())
