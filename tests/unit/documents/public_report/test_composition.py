"""What a public report shows, withholds and refuses to say."""

import dataclasses
import json

import pytest

from enduse.documents.public_report.composition import History, compose
from enduse.documents.public_report.disclosure import SMALLEST_SHOWN, given_away
from enduse.documents.public_report.frozen import (
    Review,
    check_reviews,
    content_sha256,
    ledger_document,
    public_document,
    read_ledgers,
)
from enduse.documents.public_report.past import ledger_of
from enduse.documents.public_report.register import Outcome, Region, Sale
from enduse.documents.public_report.tables import Dimension
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.vocabulary import Severity

from .registers import a_case, a_grievance, a_mixed_register, a_register, outline


def history_of(*composed):
    written = [json.loads(json.dumps(ledger_document(one))) for one in composed]
    return read_ledgers([(f"{n}.json", content) for n, content in enumerate(written)])


def join(*registers):
    return a_register(
        [case for r in registers for case in r.cases],
        [entry for r in registers for entry in r.grievances],
        sales=[sale for r in registers for sale in r.sales],
    )


def shown(composed):
    return {f.cell_id: f.count for t in composed.report.tables for f in t.figures}


def test_figures_are_counts_of_the_register_and_say_what_was_counted():
    ends = [Outcome.PROCEEDED] * 12 + [Outcome.DECLINED] * 8 + [Outcome.WITHDRAWN] * 6
    cases = [
        a_case(n, outcome=end, region=list(Region)[n % 5], severity=[None, *Severity][n % 5])
        for n, end in enumerate(ends)
    ]

    table = compose(outline(), a_register(cases), History()).report.tables[0]

    assert [(f.query, f.count) for f in table.figures] == [
        ("where period is 2026", 26),
        ("where period is 2026 and outcome is proceeded", 12),
        ("where period is 2026 and outcome is proceeded with conditions", None),
        ("where period is 2026 and outcome is declined", 8),
        ("where period is 2026 and outcome is withdrawn", None),  # 26 less 12, 8, 6 is nought
        ("where period is 2026 and outcome is ended after the sale", None),
    ]


def test_no_figure_under_five_is_shown():
    composed = compose(outline(), a_mixed_register(2026, 64, seed=4), History())

    counts = [count for count in shown(composed).values() if count is not None]
    assert counts
    assert min(counts) >= SMALLEST_SHOWN


@pytest.mark.parametrize("seed", range(2))
def test_the_reports_of_two_years_together_give_no_small_figure_away(seed):
    first = a_mixed_register(2025, 40, seed)
    year_one = compose(outline(2025), first, History())
    ended = [
        dataclasses.replace(case, outcome=Outcome.ENDED) if n % 9 == 0 else case
        for n, case in enumerate(first.cases)
    ]
    moved = dataclasses.replace(first, cases=tuple(ended))
    both = join(moved, a_mixed_register(2026, 45, seed + 50))

    year_two = compose(outline(2026), both, history_of(year_one))

    for then, now in (
        (year_one.cases, year_two.cases),
        (year_one.grievances, year_two.grievances),
    ):
        names = sorted({name for row in now.rows.values() for name in row})
        dimensions = [
            Dimension(
                name,
                name,
                tuple(sorted({r[name] for r in now.rows.values()})),
                is_free=name != "period",
            )
            for name in names
        ]
        ledger = ledger_of(now.rows, dimensions, [then])
        assert given_away(now.shown, ledger, frozenset()) == ()


def test_a_claim_the_register_proves_is_made():
    cases = [a_case(n) for n in range(6)]
    sales = [Sale(f"S{case.case_id}", case.closed_on, case.case_id) for case in cases]
    register = a_register(cases, sales=sales)

    report = compose(outline(claims=["every_sale_assessed"]), register, History()).report

    assert [c.claim.claim_id for c in report.claims] == ["every_sale_assessed"]


@pytest.mark.parametrize(
    ("claim", "register", "why"),
    [
        (
            "every_sale_assessed",
            a_register([a_case(1)], sales=[Sale("S1", a_case(1).closed_on, "")]),
            "is not so",
        ),
        ("every_sale_assessed", a_register([a_case(1)], sales_complete=False), "cannot be told"),
        ("author_never_decides", a_register([a_case(1, deciders=("rao", "li"))]), "is not so"),
        (
            "two_people_decide_high",
            a_register([a_case(1, severity=Severity.HIGH, deciders=("li", "li"))]),
            "is not so",
        ),
        (
            "nothing_shipped_undecided",
            a_register([a_case(30, outcome=Outcome.DECLINED, shipped_on=a_case(40).closed_on)]),
            "is not so",
        ),
        (
            "acknowledged_in_seven_days",
            a_register([], [a_grievance(1, acknowledged_on=None)]),
            "is not so",
        ),
        (
            "acknowledged_in_seven_days",
            a_register([], [a_grievance(333, acknowledged_on=None)]),
            "cannot be told",
        ),
    ],
)
def test_a_claim_the_register_does_not_prove_is_refused(claim, register, why):
    with pytest.raises(InvalidInputError, match=why):
        compose(outline(claims=[claim]), register, History())


def test_a_claim_nobody_can_check_is_refused():
    with pytest.raises(NotFoundError, match="there are every_sale_assessed"):
        compose(outline(claims=["we_are_good"]), a_register(), History())


def test_a_sweeping_sentence_in_free_text_is_refused():
    text = "We are careful. We assess every sale before it is made."

    with pytest.raises(InvalidInputError, match="We assess every sale before it is made"):
        compose(outline(text=text), a_register(), History())


def test_a_proven_claim_may_stand_in_free_text_word_for_word():
    text = "No case in this period was decided by the person who prepared it."
    register = a_register([a_case(1)])

    compose(outline(text=text, claims=["author_never_decides"]), register, History())


def test_a_name_that_must_not_appear_is_refused():
    register = a_register(never_name=("Interior Ministry of Kesh",))

    with pytest.raises(InvalidInputError, match="names 'Interior Ministry of Kesh'"):
        compose(outline(text="The  interior ministry of KESH asked."), register, History())


def test_publication_waits_for_two_people_who_reviewed_this_very_version():
    document = public_document(compose(outline(), a_register(), History()).report)
    sha256 = content_sha256(document)
    one = Review("Okafor", outline().made_on, sha256)

    assert check_reviews(document, []) == ("2 more to review it for redaction",)
    assert check_reviews(document, [one, one]) == ("1 more to review it for redaction",)
    assert check_reviews(document, [one, dataclasses.replace(one, by="Brandt")]) == ()
    assert (
        "reviewed another version" in check_reviews(document | {"made_on": "2027-01-21"}, [one])[0]
    )


def test_the_published_document_names_no_case_and_no_person():
    register = a_mixed_register(2026, 30, seed=9)

    text = json.dumps(public_document(compose(outline(), register, History()).report))

    assert not [case.case_id for case in register.cases if case.case_id in text]
    assert "okafor" not in text


def test_a_ledger_of_another_kind_is_refused():
    with pytest.raises(InvalidInputError, match=r"a\.json: format should be"):
        read_ledgers([("a.json", {"format": "other"})])
