import json

from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import Role
from enduse.desk.cases import demo
from enduse.desk.cases.models import Case
from enduse.desk.record.models import Event
from tests.desk.cases.conftest import example


def test_the_tour_has_every_role_and_a_dozen_cases_and_is_loaded_once(db):
    demo.load_demo()
    events = Event.objects.count()
    assert {role for user in User.objects.all() for role in user.roles} == set(Role)
    assert Case.objects.count() == 12
    assert len({case.route for case in Case.objects.all()}) == 4
    demo.load_demo()
    assert Event.objects.count() == events


def test_every_change_of_the_tour_is_on_record(db):
    demo.load_demo()
    for case in Case.objects.all():
        verbs = set(Event.objects.filter(thing=f"case:{case.pk}").values_list("verb", flat=True))
        assert {"case:opened", "case:member_added"} <= verbs


def test_no_name_of_an_example_party_is_left():
    for sale in demo.SALES:
        told = json.dumps(demo.read_sale(sale), ensure_ascii=False)
        names = {party.get("name") for party in example(sale.example)["parties"]} - {None}
        assert not [name for name in names if name in told], sale
        assert '"Party ' not in told
