import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services as cases
from enduse.desk.matches import services
from enduse.desk.matches.models import ScreeningRun
from enduse.desk.matches.remembered import judged
from enduse.desk.record.models import Event
from enduse.desk.registers import services as registers
from enduse.desk.registers.models import Party
from enduse.domain.errors import InvalidInputError, NotAllowedError

from .conftest import NORVIK, RESELLER, sale


def test_every_party_is_looked_for_and_the_match_kept_whole(with_reseller, ana, lists):
    run = services.screen_case(with_reseller(), actor=ana)
    user, reseller = judged(run)
    assert (user.party.name, user.state) == ("Border Service", "no_match")
    assert (reseller.party.name, reseller.state) == ("Norvik FZE", "not_judged")
    match = reseller.matches[0].match
    (found,) = lists.search("Norvik FZE", country="ARE", as_of=run.as_of).matches
    assert match.core == found
    assert match.core.entry == NORVIK
    assert (run.found, run.waiting) == (1, 1)


def test_nothing_found_is_kept_as_evidence(ana, opened):
    run = services.screen_case(opened(), actor=ana)
    assert not run.found
    (event,) = Event.objects.filter(verb="match:screened")
    told = event.body.content
    assert told["threshold"] == 0.75
    assert told["engine"] == run.engine
    assert told["lists"]["xx-list"] == "2026-11-01"
    assert told["parties"][0]["searches"][0]["found"] == 0
    assert len(told["matches_sha256"]) == 64
    assert judged(run)[0].state == "no_match"


def test_other_names_in_the_register_are_looked_for_too(with_reseller, ana):
    fields = {"name": "Blue Dune LLC", "other_names": "Norvik General\nDune"}
    registers.add_entry(Party, actor=ana, fields=fields)
    run = services.screen_case(with_reseller(name="Blue Dune LLC"), actor=ana)
    reseller = judged(run)[1]
    assert [one["is_alias"] for one in reseller.party.searches] == [False, True, True]
    assert reseller.matches[0].match.query == "Norvik General"


def test_a_party_without_a_name_is_said_not_to_have_been_searched(with_reseller, ana):
    case = with_reseller()
    content = sale({"role": "buyer", "country": "ARE"})
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    run = services.screen_case(cases.get_case(ana, case.pk), actor=ana)
    assert judged(run)[1].state == "not_searched"
    assert run.waiting == 1


def test_nobody_looks_less_wide_than_is_usual(with_reseller, ana):
    for threshold in (0.76, 0.99, 0.1):
        with pytest.raises(InvalidInputError, match="threshold"):
            services.screen_case(with_reseller(), actor=ana, threshold=threshold)


def test_other_parties_in_the_sale_make_a_run_speak_no_more(with_reseller, ana):
    case = with_reseller()
    run = services.screen_case(case, actor=ana)
    content = {**sale(RESELLER), "end_use": "gates at two airports"}
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    case.refresh_from_db()
    assert not services.parties_changed(run, case)
    cases.save_transaction(case, actor=ana, content=sale(), seen=2)
    case.refresh_from_db()
    assert services.parties_changed(run, case)


def test_only_who_judges_matches_on_the_team_may_look(with_reseller, user_with):
    case = with_reseller()
    with pytest.raises(NotAllowedError):
        services.screen_case(case, actor=user_with(Role.ANALYST))
    sales = user_with(Role.SALES)
    cases.add_member(case, actor=case.author, user=sales, role="commenter")
    with pytest.raises(NotAllowedError):
        services.screen_case(case, actor=sales)
    assert not ScreeningRun.objects.exists()
