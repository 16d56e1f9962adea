"""SARIF 2.1.0, held to what the standard and the code hosts ask of it."""

import json

from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.documents.scan_sarif import scan_sarif

FILES = {
    "README.md": "# CityEye\n\nIt finds faces of wanted persons in live video.\n",
    "a folder/requirements.txt": "face-recognition\ndlib\nopencv-python\n",
    "tests/test_a.py": "import scapy\n",
}
SCAN = Scanner().scan_files([FileRead(path, text.encode()) for path, text in FILES.items()])
LOG = json.loads(scan_sarif(SCAN, version="1.2.3"))
RUN = LOG["runs"][0]


def test_the_log_says_its_version_and_its_tool():
    assert LOG["version"] == "2.1.0"
    assert LOG["$schema"].endswith("sarif-2.1.0.json")
    assert set(LOG) == {"$schema", "version", "runs"}
    driver = RUN["tool"]["driver"]
    assert driver["name"] == "enduse"
    assert driver["semanticVersion"] == "1.2.3"


def test_every_rule_is_described_and_used_by_its_index():
    rules = RUN["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}
    for result in RUN["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_every_result_has_a_place_a_level_a_message_and_a_fingerprint():
    assert RUN["results"]
    for result in RUN["results"]:
        assert result["level"] in {"note", "warning", "error"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        uri = place["artifactLocation"]["uri"]
        assert not uri.startswith(("/", "."))
        assert " " not in uri
        assert len(result["partialFingerprints"]["enduse/v1"]) == 32
    prints = [r["partialFingerprints"]["enduse/v1"] for r in RUN["results"]]
    assert len(set(prints)) == len(prints)


def test_what_is_only_mentioned_is_no_result():
    assert "internet.packet_capture_nsm" in {one.id for one in SCAN.capabilities}
    assert "internet.packet_capture_nsm" not in {r["ruleId"] for r in RUN["results"]}


def test_a_fingerprint_stays_when_lines_move():
    moved = {path: "\n\n" + text for path, text in FILES.items()}
    scan = Scanner().scan_files([FileRead(path, text.encode()) for path, text in moved.items()])
    again = json.loads(scan_sarif(scan, version="1"))["runs"][0]["results"]
    assert {r["partialFingerprints"]["enduse/v1"] for r in again} == {
        r["partialFingerprints"]["enduse/v1"] for r in RUN["results"]
    }


def test_what_was_not_examined_is_told():
    scan = Scanner().scan_files([FileRead("a.bin", b"\0")])
    run = json.loads(scan_sarif(scan, version="1"))["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert "a.bin" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run["results"] == []
