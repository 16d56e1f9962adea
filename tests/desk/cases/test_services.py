import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services, standing
from enduse.desk.cases.models import Case, Stage
from enduse.desk.record.models import Event
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)


def verbs(case):
    return list(Event.objects.filter(thing=f"case:{case.pk}").values_list("verb", flat=True))


def test_who_opens_a_case_is_its_author_and_on_its_team(case, ana):
    assert case.authored_by(ana)
    assert case.known_to(ana)
    assert verbs(case) == ["case:opened"]
    assert case.reference == f"C-{case.pk:04d}"


def test_a_case_that_is_no_transaction_is_not_opened(ana):
    with pytest.raises(InvalidInputError, match="parties"):
        services.open_case(actor=ana, title="Nothing", content={"product": {}})
    assert not Case.objects.exists()
    assert not Event.objects.exists()


def test_an_administrator_is_never_an_owner(ana, user_with, opened):
    with pytest.raises(InvalidInputError, match="owner"):
        opened(owner=user_with(Role.ADMINISTRATOR))


def test_a_case_is_there_only_for_its_team_and_the_auditor(case, user_with):
    with pytest.raises(NotFoundError):
        services.get_case(user_with(Role.ANALYST), case.pk)
    assert services.get_case(user_with(Role.AUDITOR), case.pk) == case


def test_saving_the_sale_keeps_the_answers_and_the_earlier_version(case, ana):
    content = services.content_of(case)
    services.save_transaction(
        case, actor=ana, content={**content, "answers": {}, "end_use": "Gates only"}, seen=1
    )
    case.refresh_from_db()
    assert case.version == 2
    assert services.content_of(case)["answers"] == content["answers"]
    assert services.content_at(case, 1)["end_use"] == content["end_use"]


def test_two_descriptions_at_once_do_not_overwrite_each_other(case, ana):
    content = services.content_of(case)
    services.save_transaction(case, actor=ana, content={**content, "end_use": "a"}, seen=1)
    with pytest.raises(ConflictError, match="anew meanwhile"):
        services.save_transaction(case, actor=ana, content={**content, "end_use": "b"}, seen=1)


def test_a_run_is_kept_to_the_byte_and_can_be_made_again(case, ana):
    run = services.keep_run(case, actor=ana)
    again = standing.write(standing.assess_content(run.transaction.content, run.as_of))
    assert again.sha256 == run.sha256
    assert standing.text_of(run.document) == standing.text_of(again.document)


def test_a_review_rests_on_the_run_that_is_kept_if_nothing_changed(case, ana):
    run = services.keep_run(case, actor=ana)
    assert services.submit_case(case, actor=ana) == run
    assert case.runs.count() == 1


def test_a_case_goes_to_review_and_back_with_a_reason(case, ana, rui):
    services.submit_case(case, actor=ana)
    services.add_member(case, actor=ana, user=rui, role="reviewer")
    with pytest.raises(InvalidInputError, match="reason"):
        services.send_back(case, actor=rui, reason=" ")
    services.send_back(case, actor=rui, reason="Name the unit")
    case.refresh_from_db()
    assert case.stage == Stage.DRAFT
    assert verbs(case)[-3:] == ["case:submitted", "case:member_added", "case:sent_back"]


def test_the_author_does_not_review_their_own_case(opened, user_with):
    both = user_with(Role.ANALYST, Role.REVIEWER)
    case = opened(actor=both)
    services.submit_case(case, actor=both)
    with pytest.raises(NotAllowedError):
        services.send_back(case, actor=both, reason="no")


def test_the_author_is_not_made_a_decider(case, ana):
    with pytest.raises(InvalidInputError, match="never decides"):
        services.add_member(case, actor=ana, user=ana, role="decider")


def test_a_decided_case_opens_again_when_its_transaction_changes(case, ana):
    Case.objects.filter(pk=case.pk).update(stage=Stage.DECIDED)
    content = services.content_of(case)
    services.save_transaction(case, actor=ana, content={**content, "end_use": "more"}, seen=1)
    case.refresh_from_db()
    assert case.stage == Stage.REVIEW
    assert "case:reopened" in verbs(case)


def test_a_withdrawn_case_stays_and_takes_no_more_changes(case, ana):
    services.withdraw_case(case, actor=ana, reason="The buyer left")
    with pytest.raises(ConflictError, match="off the table"):
        services.keep_run(case, actor=ana)
    assert Case.objects.get(pk=case.pk).stage == Stage.WITHDRAWN


def test_a_superseded_case_names_the_one_in_its_place(case, opened, ana):
    other = opened()
    services.supersede_case(case, actor=ana, by=other, reason="A new offer")
    case.refresh_from_db()
    assert case.superseded_by == other
    with pytest.raises(InvalidInputError, match="another case"):
        services.supersede_case(other, actor=ana, by=other, reason="x")


def test_the_owner_and_the_author_stay_on_the_team(case, ana, rui):
    services.add_member(case, actor=ana, user=rui, role="reviewer")
    services.remove_member(case, actor=ana, user=rui, reason="Moved on")
    assert not Case.objects.get(pk=case.pk).known_to(rui)
    with pytest.raises(ConflictError):
        services.remove_member(case, actor=ana, user=ana, reason="x")
