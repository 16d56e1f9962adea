"""The officers' pages: locked until unlocked, one form a deed, nothing to others."""

import io
import zipfile

import pytest
from django.urls import reverse

from enduse.desk.accounts.roles import Role
from enduse.desk.grievances import handling, intake
from enduse.desk.grievances.intake import FileGiven, Filing
from enduse.desk.grievances.models import Grievance, OfficerKey, Outcome
from enduse.desk.grievances.views import ACTIONS, defanged
from tests.desk.grievances.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def grievance(ana, ben):
    filing = Filing(
        what="See https://evil.example/x.exe for the photo.",
        who="Lena Ortiz",
        files=(FileGiven("../../etc/door.txt", b"photo"),),
    )
    return intake.file_grievance(filing).grievance


def log_in(client, user, *, unlocked=True):
    client.force_login(user)
    if unlocked:
        client.post(reverse("grievances:key"), {"passphrase": PASSPHRASE})


def test_a_locked_key_shows_nothing_but_the_way_to_unlock_it(client, ana, grievance):
    log_in(client, ana.user, unlocked=False)

    answered = client.get(grievance.get_absolute_url())

    assert answered.status_code == 302
    assert answered.url.startswith(reverse("grievances:key"))


def test_a_wrong_passphrase_unlocks_nothing(client, ana, grievance):
    client.force_login(ana.user)

    answered = client.post(reverse("grievances:key"), {"passphrase": "not this one at all"})

    assert "this is not the passphrase" in answered.content.decode()
    assert client.get(grievance.get_absolute_url()).status_code == 302


def test_an_unlocked_officer_reads_with_links_made_harmless(client, ana, grievance):
    log_in(client, ana.user)

    text = client.get(grievance.get_absolute_url()).content.decode()

    assert "hxxps://evil[.]example/x[.]exe" in text
    assert "https://evil" not in text
    assert "Lena Ortiz" not in text


def test_locking_forgets_the_key_at_once(client, ana, grievance):
    log_in(client, ana.user)
    client.post(reverse("grievances:lock"))

    assert client.get(grievance.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.GRIEVANCE_OFFICER])
@pytest.mark.parametrize("page", ["list", "key", "take_in", "grievance", "files"])
def test_others_get_nothing(client, user_with, grievance, role, page):
    client.force_login(user_with(role))
    about_one = page in ("grievance", "files")

    answered = client.get(reverse(f"grievances:{page}", args=[grievance.pk] if about_one else []))

    assert answered.status_code == 403


def test_a_new_officer_makes_a_key_and_sees_the_recovery_key_once(client, user_with):
    user = user_with(Role.GRIEVANCE_OFFICER)
    client.force_login(user)

    shown = client.post(reverse("grievances:key"), {"passphrase": PASSPHRASE, "again": PASSPHRASE})

    assert "Print your recovery key now" in shown.content.decode()
    assert OfficerKey.objects.get().user == user
    assert "Lock your key" in client.get(reverse("grievances:list")).content.decode()


def test_files_come_as_a_zip_of_inert_names(client, ana, grievance):
    log_in(client, ana.user)

    answered = client.get(reverse("grievances:files", args=[grievance.pk]))

    with zipfile.ZipFile(io.BytesIO(answered.content)) as archive:
        assert archive.namelist() == ["file-01.bin", "names.txt"]
        assert archive.read("file-01.bin") == b"photo"
    assert answered.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("what", ACTIONS)
def test_every_action_has_its_page(client, ana, grievance, what):
    log_in(client, ana.user)

    assert client.get(reverse("grievances:act", args=[grievance.pk, what])).status_code == 200


def test_an_answer_is_given_on_its_page(client, ana, grievance):
    log_in(client, ana.user)
    url = reverse("grievances:act", args=[grievance.pk, "conclude"])
    given = {"outcome": "upheld", "remedy": "apology", "text": "We are sorry."}

    assert client.post(url, given).status_code == 302
    assert Grievance.objects.get().outcome == Outcome.UPHELD


def test_what_is_refused_is_said_in_the_form(client, ana, grievance):
    log_in(client, ana.user)

    answered = client.post(reverse("grievances:act", args=[grievance.pk, "close"]))

    assert "give the outcome first" in answered.content.decode()


def test_a_name_is_read_after_a_second_officer_agreed(client, ana, ben, grievance):
    log_in(client, ana.user)
    url = reverse("grievances:act", args=[grievance.pk, "ask-identity"])
    client.post(url, {"officer": ben.user.pk, "reason": "to arrange protection"})
    asked = grievance.identity.requests.get()
    early = client.post(reverse("grievances:answer_identity", args=[asked.pk, "read"]))
    assert early.status_code == 403

    log_in(client, ben.user)
    client.post(reverse("grievances:answer_identity", args=[asked.pk, "agree"]))
    log_in(client, ana.user)
    shown = client.post(reverse("grievances:answer_identity", args=[asked.pk, "read"]))
    assert "Lena Ortiz" in shown.content.decode()


def test_an_operator_takes_one_in_and_hands_over_the_words(client, ana, ben):
    log_in(client, ana.user)
    given = {"channel": "phone", "language": "ar", "what": "They listened to us."}

    shown = client.post(reverse("grievances:take_in"), given)

    assert "seven words" in shown.content.decode()
    assert handling.read_grievance(Grievance.objects.get(), ben).what == "They listened to us."


@pytest.mark.parametrize("role", [Role.GRIEVANCE_OFFICER, Role.AUDITOR, Role.REVIEWER])
def test_the_criteria_are_shown_to_those_who_may_count(client, user_with, role):
    client.force_login(user_with(role))

    text = client.get(reverse("grievances:effectiveness")).content.decode()

    for word in ("Legitimate", "Accessible", "Predictable", "Equitable", "Transparent"):
        assert word in text


def test_plain_words_stay_as_they_are():
    assert defanged("no links. none at all") == "no links. none at all"
