"""This project scanned by itself: what stands after the ignore rules, read and judged.

`.enduseignore` passes over data, pages and examples that speak of surveillance. What is left was
read by a person, finding by finding; each is written down here with the judgement.
"""

import json
import tomllib
from pathlib import Path

import pytest

from enduse.capability.components.reading import read_components
from enduse.capability.profile.product_profile import read_profile
from enduse.capability.reading import Strength
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.cli.tree import files_of

ROOT = Path(__file__).parents[3]
PROFILE = "enduse-profile.toml"

JUDGED_ABSENT = {
    # README.md and CHANGELOG.md speak of a "dossier". It is one of a country, from published
    # figures; the word names the capability elsewhere, and not here. The profile says so.
    "analytics.osint_person",
}
ONLY_MENTIONED = {
    # nomenklatura (with followthemoney) is a peer that benchmarks/screening measures against.
    "analytics.data_fusion": {"pypi/nomenklatura", "pypi/followthemoney"},
    "analytics.financial_tracking": {"pypi/nomenklatura", "pypi/followthemoney"},
    # playwright drives the browser of our own tests.
    "internet.web_scraping": {"pypi/playwright"},
}


@pytest.fixture(scope="module")
def scan():
    profile = read_profile(PROFILE, (ROOT / PROFILE).read_bytes())
    return Scanner().scan_files(files_of([ROOT]), profile=profile)


def test_no_finding_stands_that_was_not_judged(scan):
    assert scan.found == ()
    assert {one.id for one in scan.negated if one.is_confirmed} == JUDGED_ABSENT


def test_what_is_mentioned_comes_from_development_alone(scan):
    mentioned = {one.id: one for one in scan.capabilities}
    assert set(mentioned) == set(ONLY_MENTIONED)
    for id_, expected in ONLY_MENTIONED.items():
        assert mentioned[id_].strength is Strength.MENTIONED
        assert {e.shown.split()[0] for e in mentioned[id_].evidence} == expected
        assert all("only to build or test" in e.reason for e in mentioned[id_].evidence)


def test_a_name_that_looks_alike_is_told_apart(scan):
    assert [one.component.split()[0] for one in scan.false_friends] == ["pypi/fingerprints"]


def test_what_is_passed_over_is_named_with_its_rule(scan):
    told = {row.source: row.reason for row in scan.not_examined}
    rules = [
        line
        for line in (ROOT / ".enduseignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    for rule in rules:
        assert told[rule] == f".enduseignore: {rule}"
    assert scan.examined > 100


def test_without_the_ignore_rules_the_project_would_flood():
    """The rules are needed: data about surveillance reads like surveillance."""
    path = "src/enduse/capability/data/source_signs.toml"
    flooded = Scanner().scan_files([FileRead("signs.toml", (ROOT / path).read_bytes())])
    assert len(flooded.found) > 10


def test_its_own_bill_of_materials_gives_the_same_judgement():
    """The bill holds what the product ships: what `uv.lock` reaches from its own dependencies."""
    lock = read_components("uv.lock", (ROOT / "uv.lock").read_bytes())
    shipped = [row for row in lock.components if not row.development]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"bom-ref": "enduse", "name": "enduse", "version": version}},
        "components": [
            {"type": "library", "name": row.name, "purl": f"pkg:pypi/{row.name}@{row.version}"}
            for row in shipped
        ],
    }
    content = json.dumps(bill).encode()
    scan = Scanner().scan_files([], bills=[FileRead("bom.json", content, is_named=True)])
    assert scan.components.of == len(shipped) > 40
    assert scan.found == ()
    assert scan.components.matched == 0, "read what matched and judge it here"
