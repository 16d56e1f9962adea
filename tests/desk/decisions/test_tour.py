from enduse.desk.cases.demo import load_demo
from enduse.desk.decisions.models import Decision
from enduse.desk.decisions.shipment import shipment
from enduse.desk.matches.models import Judgement


def test_the_tour_has_decisions_of_every_kind_and_a_match_to_judge(db):
    load_demo()
    under_conditions, with_dissent, waiting = Decision.objects.order_by("case_id")
    assert shipment(under_conditions.case).because[0].startswith("1 of 2 conditions")
    assert under_conditions.progress == "in_force"
    assert with_dissent.signatures.filter(stance="dissents").exists()
    assert (waiting.progress, waiting.signatures_needed) == ("waiting", 2)
    assert Judgement.objects.get().verdict == "different party"
