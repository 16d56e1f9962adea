import hashlib
import hmac
import json
from datetime import timedelta

import httpx
import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from enduse.desk.accounts.roles import Role
from enduse.desk.api import addresses, webhooks
from enduse.desk.api.models import Delivery, Webhook
from enduse.desk.api.tasks import deliver
from enduse.desk.cases import collaboration
from enduse.domain.errors import InvalidInputError

URL = "https://hook.example.org:8443/in?x=1"


@pytest.fixture
def resolved(monkeypatch):
    """A function that says which numbers every name leads to."""

    def to(*numbers):
        found = [(2, 1, 6, "", (number, 443)) for number in numbers]
        monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_args, **_more: found)

    to("93.184.216.34")
    return to


@pytest.fixture
def calls(monkeypatch):
    """The calls that were made, and a status to answer with."""
    made, answers = [], {"status": 200}

    def answer(request):
        made.append(request)
        return httpx.Response(answers["status"], headers={"Location": "https://10.0.0.1/"})

    plain = httpx.Client
    monkeypatch.setattr(
        webhooks.httpx, "Client", lambda **how: plain(transport=httpx.MockTransport(answer), **how)
    )
    return made, answers


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/",
        "https://user:pass@hook.example.org/",
        "ftp://hook.example.org/",
        "https:///nowhere",
        "https://hook.example.org:99999/",
        "https://hook.example.org/ x",
        "https://" + "a" * 600,
    ],
)
def test_an_address_that_is_no_plain_https_is_refused(url, resolved):
    with pytest.raises(InvalidInputError, match="url"):
        addresses.target_of(url)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "100.64.0.1", "240.0.0.1", "::1",
     "fe80::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_an_address_within_a_private_network_is_refused(number, resolved, settings):
    resolved("93.184.216.34", number)
    with pytest.raises(InvalidInputError, match="private"):
        addresses.target_of(URL)
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    assert addresses.target_of("http://hook.example.org/").ip == "93.184.216.34"


def test_a_call_goes_to_the_number_that_was_checked(resolved):
    assert addresses.target_of(URL).pinned == "https://93.184.216.34:8443/in?x=1"
    resolved("2606:2800::1")
    assert addresses.target_of("https://a.example/").pinned == "https://[2606:2800::1]/"


@pytest.fixture
def hook(anas, resolved):
    made = anas.post("/webhooks", {"url": URL, "verbs": ["case:commented"]})
    assert made.status_code == 201, made.content
    return made.json()


def say(case, ana, text="Something secret"):
    collaboration.comment(case, actor=ana, text=text)
    return Delivery.objects.order_by("-seq").first()


def test_a_call_is_signed_and_says_nothing_of_the_content(hook, case, ana, calls):
    delivery = say(case, ana)
    assert webhooks.attempt(delivery) is None
    (request,) = calls[0]
    said = json.loads(request.content)
    assert said.keys() == {"id", "event", "at", "verb", "thing"}
    assert (said["verb"], said["thing"]) == ("case:commented", f"case:{case.pk}")
    assert b"secret" not in request.content
    assert request.headers["Host"] == "hook.example.org:8443"
    at, mac = (part.partition("=")[2] for part in request.headers["Enduse-Signature"].split(","))
    expected = hmac.new(
        hook["secret"].encode(), f"{at}.".encode() + request.content, hashlib.sha256
    )
    assert mac == expected.hexdigest()
    assert abs(int(at) - timezone.now().timestamp()) < 60


def test_the_secret_is_shown_once_and_kept_sealed(hook, anas):
    assert "secret" not in anas.get("/webhooks").json()[0]
    assert hook["secret"].encode() not in bytes(Webhook.objects.get().secret)


def test_only_the_verbs_that_were_asked_for_are_told(hook, case, ana, anas):
    collaboration.set_aside(case, actor=ana, consideration="C8", reason="A sample")
    assert not Delivery.objects.exists()
    say(case, ana)
    (told,) = anas.get(f"/webhooks/{hook['id']}/deliveries").json()
    assert told["state"] == "waiting"


def test_a_call_that_fails_is_tried_again_later_and_given_up_at_last(hook, case, ana, calls):
    calls[1]["status"] = 302  # never followed
    delivery = say(case, ana)
    waits = [webhooks.attempt(delivery) for _ in range(len(webhooks.WAITS) + 1)]
    assert waits == [*webhooks.WAITS, None]
    assert (delivery.state, delivery.status) == ("given_up", 302)
    assert len(calls[0]) == len(webhooks.WAITS) + 1


def test_the_job_waits_before_it_tries_again(hook, case, ana, calls):
    calls[1]["status"] = 503
    delivery = say(case, ana)
    assert DBTaskResult.objects.filter(task_path="enduse.desk.api.tasks.deliver").count() == 1
    deliver.func(str(delivery.pk))
    again = DBTaskResult.objects.filter(task_path="enduse.desk.api.tasks.deliver").latest(
        "run_after"
    )
    assert again.run_after > timezone.now() + timedelta(seconds=50)


def test_an_address_that_turns_private_later_is_not_called(hook, case, ana, calls, resolved):
    resolved("10.0.0.1")
    delivery = say(case, ana)
    assert webhooks.attempt(delivery) == webhooks.WAITS[0]
    assert "private" in delivery.error
    assert not calls[0]


def test_nobody_is_told_of_a_case_they_may_not_see(hook, program, user_with, case, ana, calls):
    other = program(user_with(Role.ANALYST))
    assert other.post("/webhooks", {"url": URL}).status_code == 201
    say(case, ana)
    for delivery in Delivery.objects.order_by("webhook__made_at"):
        webhooks.attempt(delivery)
    assert len(calls[0]) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered", "withheld"}


def test_an_ended_webhook_is_told_nothing(hook, anas, case, ana, program, user_with):
    other = program(user_with(Role.ANALYST))
    assert other("DELETE", f"/webhooks/{hook['id']}").status_code == 404
    assert anas("DELETE", f"/webhooks/{hook['id']}").status_code == 204
    say(case, ana)
    assert not Delivery.objects.exists()
