import json
import os
import re
import signal
import stat
import subprocess
import sys

import pytest
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from enduse.desk import readiness
from enduse.desk.accounts.roles import Role
from enduse.desk.logs import JsonLines
from enduse.desk.middleware import HEADERS
from enduse.desk.record.checkpoints import make_checkpoint
from tests.desk.own_desk import empty_desk

SERVE = "from enduse.cli.main import run; run()"
ASK = """
import sys, time, urllib.request
for _ in range(200):
    try:
        print(urllib.request.urlopen(sys.argv[1], timeout=5).read().decode())
        break
    except OSError:
        time.sleep(0.1)
"""


def test_one_command_makes_everything_and_answers(tmp_path, unused_port):
    server = os.environ.get("ENDUSE_TEST_DATABASE_URL", "")
    with empty_desk(tmp_path / "new", server) as desk:
        command = [sys.executable, "-u", "-c", SERVE, "serve", "--port", str(unused_port)]
        with subprocess.Popen(  # noqa: S603  our own Python
            command, env=desk.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            said = [process.stdout.readline() for _ in range(3)]
            ready = desk.python(ASK, f"http://127.0.0.1:{unused_port}/ready")
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    assert ready.strip() == "ready"
    assert re.search(r"/welcome/[\w-]{43}/$", said[2].strip())
    for key in (desk.folder / "keys").iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.folder.stat().st_mode) == 0o700


@pytest.fixture
def unused_port(worker_id):
    """A port of this worker's own; the test itself opens no socket to ask for one."""
    return 18_700 + int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 18_799


def test_pages_carry_the_policy_that_lets_nothing_else_in(client, db):
    answer = client.get(reverse("account_login"))
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_page_of_accounts_has_script_or_style_inside(client, user_with, settings):
    settings.MFA_REQUIRED = False
    client.force_login(user_with(*Role))
    names = ["accounts:own", "accounts:tokens", "accounts:people", "accounts:invite"]
    names += ["mfa_index", "account_email", "account_change_password"]
    for name in names:
        page = client.get(reverse(name)).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|json))", page), name


def test_what_a_logged_in_person_sees_is_kept_in_no_cache(client, user_with, settings):
    settings.MFA_REQUIRED = False
    client.force_login(user_with(Role.ANALYST))
    assert client.get(reverse("accounts:own")).headers["Cache-Control"] == "no-store"


def test_health_and_readiness(client, db, monkeypatch):
    assert client.get("/health").content == b"ok\n"
    assert client.get("/ready").status_code == 200
    monkeypatch.setattr(readiness, "_missing_migrations", lambda: 2)
    assert client.get("/ready").status_code == 503


def test_the_figures_are_for_this_machine_or_the_token(client, db, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 403
    settings.METRICS_TOKEN = "shown to the collector"  # noqa: S105  made up
    assert client.get("/metrics").status_code == 403
    header = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    assert client.get("/metrics", headers=header, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_figures_can_be_read_by_prometheus(client, db):
    make_checkpoint()
    client.get("/health")
    text = client.get("/metrics").content.decode()
    found = {family.name: family for family in text_string_to_metric_families(text)}
    assert {"enduse_requests", "enduse_record_events", "enduse_checkpoint_age_seconds"} <= {*found}
    routes = {sample.labels["route"] for sample in found["enduse_requests"].samples}
    assert "health" in routes


def test_the_log_is_json_without_anything_about_a_person(client, user_with, settings, caplog):
    settings.MFA_REQUIRED = False
    ana = user_with(Role.ADMINISTRATOR, email="ana@example.org")
    client.force_login(ana)
    client.get(reverse("accounts:person", args=[ana.pk]), {"q": "a secret"})
    client.get("/nothing/here/ana@example.org", REMOTE_ADDR="192.0.2.1")
    logged = [JsonLines().format(record) for record in caplog.records]
    lines = [json.loads(line) for line in logged]
    assert [line["message"] for line in lines] == ["GET people/<uuid:pk>/ 200", "GET none 404"]
    for private in ("ana@", str(ana.pk), "a secret", "192.0.2.1"):
        assert private not in "\n".join(logged)


def test_production_lacks_what_it_lacks_and_says_what_to_do(db, settings):
    lacking = {check.name for check in readiness.checks_for_production() if not check.is_met}
    assert lacking == {"Administrator", "TLS", "Host names", "Mail", "Checkpoint", "Backup"}
    assert all(check.remedy for check in readiness.checks_for_production() if not check.is_met)
    settings.DEBUG, settings.DEMO, settings.MFA_REQUIRED = True, True, False
    settings.TLS, settings.EMAIL_HOST = True, "mail.example.org"
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    make_checkpoint()
    lacking = {check.name for check in readiness.checks_for_production() if not check.is_met}
    assert lacking == {"Administrator", "Debug", "Demonstration", "Second factor", "Backup"}


def test_a_key_that_others_can_read_is_found(db, settings):
    key = settings.KEYS_DIR / "session.key"
    key.chmod(0o644)
    try:
        checks = {check.name: check for check in readiness.checks_for_production()}
    finally:
        key.chmod(0o600)
    assert not checks["Keys"].is_met
    assert "session.key" in checks["Keys"].says


def test_the_command_says_what_is_lacking(own_desk):
    done = own_desk.enduse("desk", "check")
    assert done.returncode == 1
    assert "LACKS  Administrator" in done.stdout
    assert "-> open the link" in done.stdout


def test_a_folder_without_a_desk_is_said_in_one_line(tmp_path):
    with empty_desk(tmp_path / "none", "") as desk:
        done = desk.enduse("record", "verify")
    assert done.returncode == 3
    assert done.stderr.startswith("enduse: the desk's database: unable to open database file")
    assert len(done.stderr.splitlines()) == 1
