from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.cases import answering, collaboration, path, services, standing, tasks
from enduse.desk.cases.answering import Given, Ground
from enduse.desk.cases.findings import told
from enduse.desk.evidence.services import About, Upload, withdraw_file
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError


def rows(case):
    case.refresh_from_db()
    content = services.content_of(case)
    document = standing.read(case.standing.document)
    situation = tasks.situation_of(
        case,
        content,
        answering.all_answered(case, content),
        told(case),
        path.asked_questions(document["findings"]),
    )
    return {task.key: task for task in tasks.consideration_tasks(situation)}


def attach(case, actor, *, expires_in):
    today = timezone.localdate()
    return collaboration.attach_file(
        case,
        actor=actor,
        upload=Upload("statement.txt", [b"A signed statement."]),
        about=About("Statement", expires_on=today + timedelta(days=expires_in)),
        question="C4-Q03",
    )


def test_there_are_eight_and_each_says_how_it_stands(case):
    found = rows(case)
    assert list(found) == [f"C{number}" for number in range(1, 9)]
    assert found["C1"].state == "in_progress"
    assert found["C6"].state == "not_started"
    assert found["C7"].state == "cannot_start"
    assert "delivered" in found["C7"].detail
    assert found["C8"].state == "cannot_start"


def test_a_raised_finding_of_weight_needs_attention(opened):
    found = rows(opened("xinjiang-facial-recognition"))
    assert found["C1"].state == "needs_attention"
    assert "Stop" in found["C1"].detail


def test_country_questions_wait_for_the_country(ana):
    case = services.open_case(
        actor=ana,
        title="Open",
        content={"product": {"name": "Box"}, "parties": [{"role": "end_user"}]},
    )
    found = rows(case)
    assert found["C2"].state == found["C3"].state == "cannot_start"
    assert found["C1"].state == "not_started"


def test_the_deep_path_opens_only_where_a_flag_is_not_clear(case):
    findings = standing.read(case.standing.document)["findings"]
    asked = path.asked_questions(findings)
    still_open = {q for one in findings if one["answer"] != "clear" for q in one["asks"]}
    settled = {q for one in findings for q in one["asks"]} - still_open
    assert settled
    assert still_open <= asked
    assert not settled & asked


def test_evidence_that_expires_opens_its_task_again(case, ana):
    file = attach(case, ana, expires_in=-1)
    answering.give_answers(
        case, [Given("C4-Q03", {"buyer.evasive": "no"}, Ground(evidence=file))], actor=ana
    )
    assert rows(case)["C4"].state == "needs_attention"
    assert "expired evidence" in rows(case)["C4"].detail


def test_withdrawn_evidence_opens_its_task_again(case, ana):
    file = attach(case, ana, expires_in=30)
    answering.give_answers(
        case, [Given("C4-Q03", {"buyer.evasive": "no"}, Ground(evidence=file))], actor=ana
    )
    assert rows(case)["C4"].state == "in_progress"
    withdraw_file(file, actor=ana, reason="Forged")
    assert rows(case)["C4"].state == "needs_attention"


def test_a_consideration_is_set_aside_with_a_reason_and_taken_up_again(case, ana):
    with pytest.raises(InvalidInputError, match="reason"):
        collaboration.set_aside(case, actor=ana, consideration="C8", reason="")
    collaboration.set_aside(case, actor=ana, consideration="C8", reason="Under secrecy")
    assert rows(case)["C8"].state == "not_applicable"
    assert rows(case)["C8"].detail == "Under secrecy"
    with pytest.raises(ConflictError):
        collaboration.set_aside(case, actor=ana, consideration="C8", reason="again")
    collaboration.take_up_again(case, actor=ana, consideration="C8")
    assert rows(case)["C8"].state == "cannot_start"


def test_a_task_is_given_to_somebody_who_then_knows_of_the_case(case, ana, rui):
    made = collaboration.assign(case, actor=ana, to=rui, place="C5", note="Look")
    assert services.get_case(rui, case.pk) == case
    assert made.state == "open"
    collaboration.finish_assignment(made, actor=rui)
    made.refresh_from_db()
    assert made.state == "done"


def test_a_place_that_does_not_exist_is_refused(case, ana):
    with pytest.raises(NotFoundError):
        collaboration.comment(case, actor=ana, text="Hm", place="C9")


def test_every_question_settled_and_nothing_raised_is_complete(opened):
    found = rows(opened("portugal-wildfire-thermal-cameras"))
    assert found["C1"].state == "in_progress"  # C1-R12 is unknown and asks one more
    assert {found[key].state for key in ("C2", "C3", "C4", "C5", "C6")} == {"complete"}
