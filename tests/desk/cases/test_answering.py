import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import answering, services, standing
from enduse.desk.cases.answering import Given, Ground
from enduse.desk.record.models import Event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

LISTED = "end_user.listed_on_rights_grounds"


def test_an_answer_changes_the_finding_that_rests_on_it(case, ana):
    changes = answering.give_answers(case, [Given("C2-Q11", {LISTED: "yes"})], actor=ana)
    assert "raised" in {change.now for change in changes}
    case.refresh_from_db()
    assert case.route == "do_not_proceed"


def test_every_answer_is_kept_and_the_newest_stands(case, ana):
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "yes"})], actor=ana)
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "no"})], actor=ana)
    assert [one.values[LISTED] for one in answering.history(case, "C2-Q11")] == ["no", "yes"]
    now = services.content_of(services.get_case(ana, case.pk))
    stands = answering.answered(case, answering.get_question("C2-Q11"), now)
    assert stands.values[LISTED] == "no"


def test_not_known_after_looking_is_an_answer_and_clears_nothing(case, ana):
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "not_known"})], actor=ana)
    case.refresh_from_db()
    unknowns = standing.read(case.standing.document)["unknowns"]
    (one,) = [unknown for unknown in unknowns if unknown["fact"] == LISTED]
    assert one["silence"] == "not known after looking"


def test_two_people_do_not_overwrite_each_other(case, ana):
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "yes"}, seen=0)], actor=ana)
    with pytest.raises(ConflictError, match="answered meanwhile"):
        answering.give_answers(case, [Given("C2-Q11", {LISTED: "no"}, seen=0)], actor=ana)
    assert case.answers.filter(question="C2-Q11").count() == 1


def test_answers_to_other_questions_do_not_conflict(case, ana):
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "no"}, seen=0)], actor=ana)
    answering.give_answers(
        case, [Given("C1-Q04", {"product.is_critical_component": "no"}, seen=0)], actor=ana
    )


def test_an_answer_that_does_not_fit_is_refused_whole(case, ana):
    before = Event.objects.count()
    with pytest.raises(InvalidInputError, match=r"C2-Q06"):
        answering.give_answers(case, [Given("C2-Q06", {"country.courts": "green"})], actor=ana)
    assert not case.answers.exists()
    assert Event.objects.count() == before


def test_the_ground_of_an_answer_is_kept(case, ana):
    ground = Ground(source="Datasheet", locator="p. 4", note="seen on the bench")
    answering.give_answers(
        case, [Given("C1-Q04", {"product.is_critical_component": "yes"}, ground)], actor=ana
    )
    case.refresh_from_db()
    content = services.content_of(case)
    assert content["answers"]["C1-Q04"] == "yes: seen on the bench"
    stands = answering.answered(case, answering.get_question("C1-Q04"), content)
    assert stands.ground.source == "Datasheet"


def test_who_is_not_on_the_team_may_not_answer(case, user_with):
    with pytest.raises(NotAllowedError):
        answering.give_answers(
            case, [Given("C2-Q11", {LISTED: "no"})], actor=user_with(Role.ANALYST)
        )
