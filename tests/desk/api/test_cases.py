from enduse.desk.record.models import Event
from tests.desk.cases.conftest import example

SALE = example("kenya-border-facial-recognition")


def test_a_case_goes_from_opening_to_review_through_the_api(anas, program, rui):
    opened = anas.post("/cases", {"title": "Gates", "transaction": SALE})
    assert opened.status_code == 201, opened.content
    case = opened.json()
    assert case["transaction"]["end_use"] == SALE["end_use"]
    base = f"/cases/{case['id']}"
    answered = anas.post(
        f"{base}/answers",
        {"answers": [{"question": "C3-Q04", "values": {"x": "no"}}]},
    )
    assert answered.status_code in (200, 400)
    assert anas.post(f"{base}/comments", {"text": "Called them"}).status_code == 201
    added = anas.post(f"{base}/team", {"user": str(rui.pk), "role": "reviewer"})
    assert added.status_code == 201, added.content
    assert anas.post(f"{base}/submission").json()["number"] == 1
    assert anas.post(f"{base}/submission").status_code == 409
    back = program(rui).post(f"{base}/send-back", {"reason": "Who buys?"})
    assert back.json()["stage"] == "draft"
    events = Event.objects.filter(thing=f"case:{case['id']}").values_list("via", flat=True)
    assert set(events) == {"api"}
