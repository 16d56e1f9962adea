import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from enduse.desk.accounts.roles import Role
from tests.desk.own_desk import OwnDesk

COMMAND = [sys.executable, "-c", "from yente_client.cli.main import app; app()"]
SERVE = "from enduse.cli.main import run; run()"
PREPARE = """
from enduse.desk.accounts.models import RoleGrant, User
from enduse.desk.accounts.tokens import make_token
from enduse.desk.core import watchlist
user = User.objects.create_user("screener@example.org")
RoleGrant.objects.create(user=user, role="analyst")
watchlist()
print(make_token(user, name="screening", scopes=["match:view"], days=1)[1])
"""
WAIT = """
import sys, time, urllib.request
for _ in range(200):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=5).read()
        break
    except OSError:
        time.sleep(0.1)
"""


def ask(anas, schema="Company", **properties):
    body = {"queries": {"q": {"schema": schema, "properties": properties}}}
    return anas.post("/yente/match/default", body)


def test_an_example_finds_the_listed_party_with_its_evidence(anas):
    answer = ask(anas, name=["Norvik Trading FZE", "Norvik Trading"], country=["ae"]).json()
    best = answer["responses"]["q"]["results"][0]
    assert best["id"] == "us-bis-el:1"
    assert best["schema"] == "Organization"
    assert best["match"] is True
    assert best["properties"]["country"] == ["ae"]
    assert best["properties"]["topics"] == ["export.control"]
    assert best["explanations"]["country"]["detail"] == "the country agrees"
    assert answer["responses"]["q"]["total"] == {"value": 1, "relation": "eq"}


def test_what_is_known_beside_the_name_counts(anas):
    def score(birth):
        found = ask(anas, "Person", name="Ivan Sidorov", birthDate=birth).json()
        results = found["responses"]["q"]["results"]
        return results[0]["score"] if results else 0.0

    assert score("1970-03-02") > score("1985-01-01")


def test_filters_leave_out_and_what_cannot_be_filtered_is_refused(anas):
    body = {"queries": {"q": {"schema": "Company", "properties": {"name": ["Norvik Trading"]}}}}

    def found(query):
        answer = anas.post(f"/yente/match/default?{query}", body)
        return len(answer.json()["responses"]["q"]["results"]) if answer.status_code == 200 else 0

    assert found("") == found("topics=export.control") == found("include_dataset=us-bis-el") == 1
    for left_out in (
        "exclude_entity_ids=us-bis-el:1",
        "exclude_schema=Organization",
        "exclude_dataset=us-bis-el",
        "topics=sanction",
    ):
        assert found(left_out) == 0, left_out
    refused = anas.post("/yente/match/default?changed_since=2026-01-01", body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "changed_since"
    assert anas.post("/yente/match/nowhere", body).status_code == 404
    assert anas.post("/yente/match/default?algorithm=logic-v1", body).status_code == 400


def test_a_word_search_gives_a_page_with_facets(anas):
    found = anas.get("/yente/search/default?q=sidorov+ivan&limit=1").json()
    assert [one["id"] for one in found["results"]] == ["us-bis-el:2"]
    assert found["facets"]["countries"]["values"] == [{"name": "ru", "label": "ru", "count": 1}]
    assert found["total"] == {"value": 1, "relation": "eq"}
    assert anas.get("/yente/search/default?q=sidorov+ivan&countries=cn").json()["results"] == []


def test_an_entity_is_fetched_by_its_id(anas):
    found = anas.get("/yente/entities/us-bis-el%3A2").json()
    assert found["caption"] == "Ivan Petrovich Sidorov"
    assert found["properties"]["alias"] == ["Sidorov Ivan"]
    assert anas.get("/yente/entities/us-bis-el%3A2/adjacent").json()["adjacent"] == {}
    assert anas.get("/yente/entities/none").status_code == 404


def test_the_catalogue_says_how_old_each_list_is(anas):
    found = {one["name"]: one for one in anas.get("/yente/catalog").json()["datasets"]}
    assert found["us-ofac-sdn"]["version"] == "2025-12-24"
    assert set(found["default"]["children"]) == {"us-bis-el", "us-ofac-sdn"}


def test_the_word_apikey_opens_the_screening_and_nothing_else(anas, client, db):
    header = {"Authorization": f"ApiKey {anas.secret}"}
    assert client.get("/api/yente/healthz", headers=header).json() == {"status": "ok"}
    assert client.get("/api/cases", headers=header).status_code == 401
    assert client.get("/api/yente/healthz").status_code == 401


def test_who_may_see_no_matches_screens_nothing(program, user_with):
    assert program(user_with(Role.SALES)).get("/yente/catalog").status_code == 403


@pytest.fixture
def port(worker_id):
    """A port of this worker's own."""
    return 18_600 + int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 18_699


def client_command(desk, key, port, *args):
    env = {
        **os.environ,
        "OPENSANCTIONS_API_KEY": key,
        "YENTE_BASE_URL": f"http://127.0.0.1:{port}/api/yente",
    }
    return subprocess.run(  # noqa: S603  the client's own command
        [*COMMAND, *map(str, args)],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_clients_command_screens_a_file_unchanged(own_desk: OwnDesk, tmp_path: Path, port):
    key = own_desk.python(PREPARE).strip()
    rows = ("id,who,where", "1,Hikvision,CN", "2,Xqzvw Plk Bakery,FR", "3,Rosoboronexport,RU")
    (tmp_path / "customers.csv").write_text("\n".join(rows), "utf-8")
    command = [sys.executable, "-u", "-c", SERVE, "serve", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603  our own Python
        command, env=own_desk.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        own_desk.python(WAIT, f"http://127.0.0.1:{port}/ready")
        screened = client_command(
            own_desk, key, port, "screen", tmp_path / "customers.csv", "-s", "Company",
            "-i", "who=name", "-i", "where=country", "-o", "name=listed", "--include-empty",
            "--explanation",
        )  # fmt: skip
        status = client_command(own_desk, key, port, "status", "--format", "json")
        refused = client_command(own_desk, "enduse_wrong", port, "datasets")
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    assert screened.returncode == 0, screened.stderr
    with (tmp_path / "customers.out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert not any(row["match_error"] for row in found)
    best = {row["id"]: row for row in reversed(found)}
    assert best["1"]["match"] == "true"
    assert best["1"]["match_id"].startswith("us-")
    assert "Hikvision" in best["1"]["listed"]
    assert best["1"]["match_explanation"]
    assert best["2"]["match_id"] == ""
    assert best["3"]["match"] == "true"
    assert status.returncode == 0, status.stderr
    assert refused.returncode == 3
