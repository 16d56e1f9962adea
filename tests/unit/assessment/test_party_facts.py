"""The parties of a sale on the watchlists: what raises, what clears, and what stays open."""

from dataclasses import replace
from datetime import date

import pytest

from enduse.assessment.parties import PartyScreener
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.assessment_json import assessment_document
from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.findings import FindingAnswer
from enduse.domain.screened import Said, Standing
from enduse.domain.screening import Coverage, Judgement, Listing, Marker, Verdict
from enduse.screening.index import Index
from enduse.screening.judgements import entry_hash
from enduse.screening.watchlist import Watchlist, content_version
from tests.unit.screening.conftest import COVERAGE, make_entry

RAISED, CLEAR, UNKNOWN = FindingAnswer.RAISED, FindingAnswer.CLEAR, FindingAnswer.UNKNOWN
DAY = date(2026, 9, 1)
BUREAU = replace(
    make_entry(1, "Kashgar Public Security Bureau", countries=("CHN",)),
    markers=(Marker.XINJIANG,),
    listings=(Listing("us-bis-el", "1", licence_policy="1A004.c", effective_on=date(2019, 10, 9)),),
)
VENDOR = replace(
    make_entry(2, "Blackcube Interception"),
    markers=(Marker.SURVEILLANCE_VENDOR,),
    listings=(Listing("research-vendors", "2"),),
)
FIRM = make_entry(3, "Zelenograd Optronics Works", countries=("RUS",))
UNDATED = replace(make_entry(4, "Ferdinand Opaque Trust"), listings=(Listing("us-ofac-sdn", "4"),))
ENDED = make_entry(5, "Quondam Widgets", ended_on=date(2021, 1, 1))
ENTRIES = (BUREAU, VENDOR, FIRM, UNDATED, ENDED)
RESEARCH = Coverage("research-vendors", "Vendors", "Example", date(2026, 8, 1), 1, 1)


def make_screener(*judgements):
    lists = Watchlist(ENTRIES, (*COVERAGE, RESEARCH), content_version(ENTRIES))
    index = Index.of(lists)
    return PartyScreener(lambda: index, judgements)


SCREENER = make_screener()


def party(name, role="end_user", country="CHN", type_="police"):
    return {"role": role, "name": name, "country": country, "type": type_}


@pytest.fixture
def assess(engine):
    def run(*parties, day=DAY, screener=SCREENER, ownership=(), **answers):
        named = {key.replace("_", "-"): value for key, value in answers.items()}
        content = {
            "product": {"capabilities": ["infra.ocr_document"]},
            "parties": list(parties),
            "answers": {"C4-Q01": [one["name"] for one in parties], **named},
            "ownership": list(ownership),
        }
        mine = replace(engine, screener=screener)
        return mine.assess(transaction_from(content, engine.known), day)

    return run


def finding(outcome, id_):
    return next(one for one in outcome.findings if one.red_flag.id == id_)


def answers(outcome):
    ids = ("C4-R11", "C2-R10", "C4-R01", "C4-R16")
    return {id_: finding(outcome, id_).answer for id_ in ids}


def holds(outcome, state="hold"):
    return [one.says for one in outcome.legal_holds if one.state == state]


def judge(entry, verdict, name, **more):
    return Judgement(name, entry.id, entry_hash(entry), verdict, "papers", "ana", DAY, **more)


def test_a_listed_bureau_is_a_party_listed_and_an_end_user_on_rights_grounds(assess):
    outcome = assess(party("Kashgar Public Security Bureau"), C4_Q07="no", C2_Q11="no")
    assert answers(outcome) == {
        "C4-R11": RAISED, "C2-R10": RAISED, "C4-R01": UNKNOWN, "C4-R16": UNKNOWN
    }  # fmt: skip
    assert finding(outcome, "C4-R11").guessed
    assert "score 1.00 at threshold 0.75, not judged" in finding(outcome, "C4-R11").evidence[0].says
    assert any("Kashgar" in says for says in holds(outcome))
    assert any("judge it" in note for note in outcome.notes)


def test_a_listed_intermediary_counts_as_enabling_abuse_not_as_the_end_user(assess):
    outcome = assess(
        party("Hospital of Nanjing", type_="ministry"),
        party("Kashgar Public Security Bureau", "integrator"),
    )
    assert answers(outcome)["C4-R01"] is RAISED
    assert answers(outcome)["C2-R10"] is UNKNOWN


def test_research_is_shown_as_research_and_is_no_listing(assess):
    outcome = assess(party("Blackcube Interception", "reseller"), party("Norsk Politi"))
    assert answers(outcome)["C4-R16"] is RAISED
    assert answers(outcome)["C4-R11"] is UNKNOWN
    assert outcome.screening.parties[0].matches[0].standing is Standing.RESEARCH
    assert not any("Blackcube" in says for says in holds(outcome))


def test_a_listing_never_moves_the_route(assess):
    plain = assess(party("Norsk Politi", country="NOR"))
    listed = assess(party("Zelenograd Optronics Works", country="NOR"))
    assert answers(listed)["C4-R11"] is RAISED
    assert plain.route.level is listed.route.level


def test_a_no_stands_when_everything_was_searched_and_nothing_is_open(assess):
    outcome = assess(party("Norsk Politi", country="NOR"), C4_Q07="no", C2_Q11="no")
    assert answers(outcome)["C4-R11"] is CLEAR
    assert answers(outcome)["C2-R10"] is CLEAR
    assert any(one.looked_for for one in finding(outcome, "C4-R11").evidence)


def test_finding_nothing_clears_nothing(assess):
    outcome = assess(party("Norsk Politi", country="NOR"))
    assert answers(outcome)["C4-R11"] is UNKNOWN
    unknown = next(one for one in outcome.unknowns if one.fact == "party.listed")
    assert unknown.silence == "not known after looking"
    assert any("incomplete, old or not countable" in says for says in holds(outcome, "check"))


@pytest.mark.parametrize("missing", ["country", "name"])
def test_a_no_is_kept_open_for_a_party_that_could_not_be_searched(assess, engine, missing):
    whole = party("Norsk Politi", country="NOR")
    content = {
        "product": {},
        "parties": [{key: value for key, value in whole.items() if key != missing}],
        "answers": {"C4-Q07": "no"},
    }
    outcome = replace(engine, screener=SCREENER).assess(
        transaction_from(content, engine.known), DAY
    )
    assert answers(outcome)["C4-R11"] is UNKNOWN


def test_a_person_who_says_same_makes_it_firm(assess):
    name = "Kashgar Public Security Bureau"
    outcome = assess(
        party(name), screener=make_screener(judge(BUREAU, Verdict.SAME, name)), C4_Q07="no"
    )
    assert answers(outcome)["C2-R10"] is RAISED
    assert not finding(outcome, "C2-R10").guessed
    assert "same party says ana" in finding(outcome, "C2-R10").evidence[0].says


def test_a_person_who_says_different_lets_a_no_stand(assess):
    name = "Kashgar Public Security Bureau"
    said = judge(BUREAU, Verdict.DIFFERENT, name)
    outcome = assess(party(name), screener=make_screener(said), C4_Q07="no", C2_Q11="no")
    assert answers(outcome)["C4-R11"] is CLEAR
    assert not any("Kashgar" in says for says in holds(outcome))
    assert outcome.screening.parties[0].matches[0].judged.said is Said.DIFFERENT


@pytest.mark.parametrize(
    "said",
    [
        judge(BUREAU, Verdict.CANNOT_TELL, "Kashgar Public Security Bureau"),
        judge(BUREAU, Verdict.DIFFERENT, "Kashgar Public Security Bureau", expires_on=DAY),
        judge(BUREAU, Verdict.DIFFERENT, "Kashgar Public Security Bureau",
              context=(("country", "FRA"),)),
        replace(judge(BUREAU, Verdict.DIFFERENT, "Kashgar Public Security Bureau"),
                entry_hash="of an earlier entry"),
    ],
    ids=["cannot tell", "expired", "of another country", "of an entry that changed"],
)  # fmt: skip
def test_a_word_that_does_not_settle_it_leaves_it_open(assess, said):
    outcome = assess(
        party("Kashgar Public Security Bureau"), screener=make_screener(said), C4_Q07="no"
    )
    assert answers(outcome)["C4-R11"] is RAISED
    assert finding(outcome, "C4-R11").guessed


def test_a_listing_counts_only_from_its_own_day(assess):
    outcome = assess(party("Kashgar Public Security Bureau"), day=date(2018, 1, 1), C4_Q07="no")
    assert answers(outcome)["C4-R11"] is CLEAR
    assert outcome.screening.parties[0].matches[0].standing is Standing.LATER


def test_a_listing_without_a_day_keeps_an_earlier_day_open(assess):
    trust = party("Ferdinand Opaque Trust", type_="ministry")
    early = assess(trust, day=date(2020, 1, 1), C4_Q07="no")
    assert answers(early)["C4-R11"] is UNKNOWN
    assert early.screening.parties[0].matches[0].standing is Standing.NOT_KNOWN
    assert answers(assess(trust, C4_Q07="no"))["C4-R11"] is RAISED


def test_an_ended_listing_is_shown_and_raises_nothing(assess):
    outcome = assess(party("Quondam Widgets", type_="ministry"), C4_Q07="no")
    assert outcome.screening.parties[0].matches[0].standing is Standing.FORMER
    assert answers(outcome)["C4-R11"] is CLEAR


OWNED = {"owned": "Example Traders", "owner": "Zelenograd Optronics Works", "country": "RUS"}
TRADERS = party("Example Traders", "reseller", "ARE", "private")
USER = party("Norsk Politi", country="NOR")


def test_a_listed_owner_raises_and_the_rule_is_a_hold_of_its_own(assess):
    outcome = assess(USER, TRADERS, ownership=[OWNED | {"share": 0.6}], day=date(2025, 10, 15))
    assert answers(assess(USER, TRADERS, ownership=[OWNED | {"share": 0.6}]))["C4-R11"] is RAISED
    (bis,) = [one for one in outcome.screening.ownership if one.rule == "bis_affiliates"]
    assert (bis.applies, bis.least, bis.rests_on_open_match) == (True, 0.0, False)
    now = assess(USER, TRADERS, ownership=[OWNED | {"share": 0.6}], day=date(2026, 12, 1))
    (bis,) = [one for one in now.screening.ownership if one.rule == "bis_affiliates"]
    assert (bis.answer, bis.least, bis.rests_on_open_match) == (Answer.YES, 0.6, True)
    assert any("60% of Example Traders" in says for says in holds(now))


def test_a_rule_that_is_suspended_is_a_thing_to_check(assess):
    outcome = assess(USER, TRADERS, ownership=[OWNED | {"share": 0.6}])
    assert any("suspended from 2025-11-10" in says for says in holds(outcome, "check"))


def test_an_unknown_share_of_a_listed_owner_is_a_thing_to_check(assess):
    outcome = assess(USER, TRADERS, ownership=[OWNED], day=date(2026, 12, 1))
    assert any("0% to 100% of Example Traders" in says for says in holds(outcome, "check"))


def test_a_no_needs_the_owners_of_a_private_party(assess):
    whole = {"owned": "Example Traders", "owner": "Jane Roe", "share": 1.0, "country": "ARE"}
    open_ = assess(USER, TRADERS, C4_Q07="no")
    assert answers(open_)["C4-R11"] is UNKNOWN
    assert any("`ownership`" in note for note in open_.notes)
    settled = assess(USER, TRADERS, ownership=[whole | {"kind": "person"}], C4_Q07="no")
    assert answers(settled)["C4-R11"] is CLEAR


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"owned": "Nobody", "owner": "Jane Roe"}, "neither a party nor an owner"),
        ({"owned": "Norsk Politi", "owner": "Jane Roe"}, "body of state"),
        ({"owned": "Example Traders", "owner": "A", "kind": "ghost"}, "person, organisation"),
        ({"owned": "Example Traders", "owner": "A", "share": 51}, "less than or equal to 1"),
        ({"owned": "Example Traders", "owner": "A", "country": "Utopia"}, "is no country"),
        ({"owned": "A", "owner": "A"}, "does not own itself"),
    ],
)
def test_ownership_that_cannot_be_is_refused(assess, row, says):
    with pytest.raises(InvalidInputError, match=says):
        assess(USER, TRADERS, ownership=[row])


def test_the_document_holds_the_matches_and_comes_out_the_same(assess):
    once, again = (
        assessment_document(assess(party("Kashgar Public Security Bureau"))) for _ in range(2)
    )
    assert once == again
    (shown,) = once["screening"]["parties"]
    assert shown["matches"][0]["entry"] == BUREAU.id
    assert once["screening"]["gaps"] == ["us-ofac-sdn"]


def test_the_watchlist_counts_for_reproducing(engine):
    assert "watchlist/lists.toml" in engine.reproducibility.snapshots


def test_a_name_that_matches_nowhere_is_searched_once_for_all_countries(assess):
    screener = make_screener()
    for country in ("NOR", "UGA", "CHN"):
        assess(party("Norsk Politi", country=country), screener=screener)
    assert screener._may_match.cache_info().misses == 1


def test_a_name_is_searched_once(assess):
    screener = make_screener()
    for _ in range(3):
        assess(party("Kashgar Public Security Bureau"), screener=screener)
    assert screener._matches.cache_info().misses == 1
