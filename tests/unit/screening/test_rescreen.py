"""Screening again after a change gives what a full run gives."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.domain.screening import PartyKind
from enduse.screening.delta import compare_watchlists
from enduse.screening.index import Index
from enduse.screening.rescreen import Customer, CustomerIndex, rescreen, write_customers
from enduse.screening.rows import screen_rows
from enduse.screening.watchlist import Watchlist, content_version
from tests.unit.screening.conftest import make_entry
from tests.unit.screening.test_pruning import NAMES

KINDS = [PartyKind.UNKNOWN, PartyKind.PERSON, PartyKind.ORGANISATION]


def make_list(entries):
    entries = tuple(sorted(entries, key=lambda entry: entry.id))
    return Watchlist(entries, (), content_version(entries))


def full_run(watchlist, customers, kind, threshold):
    return screen_rows(
        Index.of(watchlist),
        [one.row for one in customers],
        [one.name for one in customers],
        [one.country for one in customers],
        kind=kind,
        threshold=threshold,
    ).matches


@st.composite
def entries(draw, ids):
    return [
        make_entry(
            id_,
            *draw(st.lists(NAMES, min_size=1, max_size=2)),
            kind=draw(st.sampled_from(KINDS)),
            countries=draw(st.sampled_from([(), ("RUS",), ("CHN", "RUS")])),
        )
        for id_ in ids
    ]


@st.composite
def changes(draw):
    """Lists before and after: some entries went, some came, some changed, some stayed."""
    stayed = draw(entries(range(draw(st.integers(0, 3)))))
    before = stayed + draw(entries(range(10, 10 + draw(st.integers(0, 3)))))
    after = stayed + draw(entries(range(12, 12 + draw(st.integers(0, 3)))))
    return make_list(before), make_list(after)


CUSTOMERS = st.lists(st.tuples(NAMES, st.sampled_from(["", "RUS", "FRA"])), max_size=8).map(
    lambda rows: [Customer(n, name, country) for n, (name, country) in enumerate(rows, start=1)]
)


@settings(max_examples=25, deadline=None)
@given(changes(), CUSTOMERS, st.sampled_from(KINDS), st.sampled_from([0.2, 0.5, 0.8]))
def test_rescreening_equals_a_full_run(lists, customers, kind, threshold):
    before, after = lists
    again = rescreen(
        full_run(before, customers, kind, threshold),
        CustomerIndex.of(customers),
        compare_watchlists(before, after),
        kind=kind,
        threshold=threshold,
    )
    assert again == full_run(after, customers, kind, threshold)


def test_a_real_delta_equals_a_full_run(embedded):
    """A thousand customers made of listed and ordinary names, and some 500 entries that change."""
    some = embedded.entries[::9]
    after = [
        replace(entry, countries=()) if number % 60 == 0 else entry
        for number, entry in enumerate(some)
        if number % 13
    ]
    before, after = make_list(some[::2] + some[1::4]), make_list(after)
    customers = [
        Customer(n, entry.names[-1].text, entry.countries[0] if entry.countries else "")
        for n, entry in enumerate(embedded.entries[::27], start=1)
    ]
    delta = compare_watchlists(before, after)
    assert len(delta.added) + len(delta.removed) + len(delta.changed) >= 500
    again = rescreen(
        full_run(before, customers, PartyKind.UNKNOWN, 0.75),
        CustomerIndex.of(customers),
        delta,
        kind=PartyKind.UNKNOWN,
        threshold=0.75,
    )
    assert again == full_run(after, customers, PartyKind.UNKNOWN, 0.75)
    assert again


def test_an_index_of_customers_on_disk_is_the_one_in_memory(tmp_path):
    customers = [Customer(1, "Jane Roe"), Customer(2, "---"), Customer(3, "Jane Roe", "FRA")]
    write_customers(customers, tmp_path / "c.index")
    wanted = [make_entry(1, "Jane Roe", kind=PartyKind.PERSON)]
    touched = CustomerIndex.open(tmp_path / "c.index").touched_by(
        wanted, kind=PartyKind.UNKNOWN, threshold=0.75
    )
    assert touched == (Customer(1, "Jane Roe"), Customer(3, "Jane Roe", "FRA"))
