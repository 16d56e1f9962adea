"""Text, components, source and profile together: what counts, how much, and what is told apart."""

import json

import pytest

from enduse.capability.formats.reading import is_document, read_document
from enduse.capability.profile.product_profile import read_profile
from enduse.capability.reading import Strength
from enduse.capability.scan.exchange import dump_scan, read_scan, scan_table
from enduse.capability.scan.places import load_places
from enduse.capability.scan.result import NotExamined, level_of
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.capability.taxonomy import IntrinsicRisk
from enduse.domain.errors import InvalidInputError

SCANNER = Scanner()
FACES = "biometric.face_recognition"
PROFILE = 'format = 1\n[product]\nname = "x"\n[answers]\n{answers}\n{capabilities}'


def scanned(files, **options):
    rows = [FileRead(path, text.encode()) for path, text in files.items()]
    return SCANNER.scan_files(rows, **options)


def finding(scan, capability):
    return next((one for one in scan.capabilities if one.id == capability), None)


def profile(answers="", capabilities=""):
    content = PROFILE.format(answers=answers, capabilities=capabilities)
    return read_profile("profile.toml", content.encode())


def test_evidence_of_every_kind_is_merged_and_each_thing_counted_once():
    scan = scanned(
        {
            "README.md": "# CityEye\n\nIt finds faces of wanted persons in live video.\n",
            "requirements.txt": "face-recognition\n",
            "app.py": "import face_recognition\n",
        }
    )
    found = finding(scan, FACES)
    assert {evidence.source for evidence in found.evidence} == {
        "README.md",
        "requirements.txt",
        "app.py",
    }
    assert found.strength in {Strength.CORE, Strength.PRESENT}
    assert 0.8 < found.confidence <= 1.0
    only_parts = finding(
        scanned({"requirements.txt": "face-recognition", "app.py": "import face_recognition"}),
        FACES,
    )
    assert only_parts.confidence == 0.8


@pytest.mark.parametrize(
    ("path", "strength"),
    [
        ("src/app.py", Strength.PRESENT),
        ("examples/app.py", Strength.PRESENT),
        ("tests/test_app.py", Strength.MENTIONED),
        ("src/app_test.py", Strength.MENTIONED),
    ],
)
def test_where_a_file_stands_decides_how_far_it_is_trusted(path, strength):
    assert finding(scanned({path: "import face_recognition\n"}), FACES).strength is strength


def test_a_component_that_only_builds_or_tests_is_mentioned():
    scan = scanned({"package.json": '{"devDependencies": {"@vladmandic/face-api": "1"}}'})
    assert finding(scan, FACES).strength is Strength.MENTIONED
    assert scan.found == ()
    assert scan.components.matched == 1


def test_a_component_that_another_brought_along_is_possible():
    lock = (
        '[[package]]\nname = "own"\nversion = "1"\nsource = { editable = "." }\n'
        'dependencies = [{ name = "kit" }]\n'
        '[[package]]\nname = "kit"\nversion = "1"\ndependencies = [{ name = "deepface" }]\n'
        '[[package]]\nname = "deepface"\nversion = "1"\n'
    )
    found = finding(scanned({"uv.lock": lock}), FACES)
    assert found.strength is Strength.POSSIBLE
    assert "brought along by kit" in found.evidence[0].reason


def test_components_together_make_possible_what_none_names():
    scan = scanned({"requirements.txt": "opencv-python\ntorch\nfaiss-cpu\n"})
    found = finding(scan, FACES)
    assert found.strength is Strength.POSSIBLE
    assert found.evidence[0].shown == "pypi/opencv-python + pypi/torch + pypi/faiss-cpu"


def test_infrastructure_is_told_apart_unless_a_neighbour_amplifies_it():
    alone = scanned({"requirements.txt": "elasticsearch\n"})
    assert [one.id for one in alone.infrastructure] == ["infra.data_platform"]
    assert alone.capabilities == ()
    beside = scanned({"requirements.txt": "elasticsearch\ndeepface\n"})
    assert beside.infrastructure == ()
    assert finding(beside, "infra.data_platform")


def test_what_only_serves_by_chance_is_a_suggestion():
    scan = scanned({"package.json": '{"dependencies": {"leaflet": "1"}}'})
    assert scan.capabilities == ()
    assert [one.id for one in scan.suggestions] == ["location.geospatial_analytics"]


def test_a_false_friend_is_told_and_gives_nothing():
    scan = scanned({"requirements.txt": "whisper\n", "a.py": "import whisper\n"})
    assert scan.capabilities == ()
    assert [one.component for one in scan.false_friends] == ["pypi/whisper"]


def test_an_own_module_is_not_taken_for_a_component():
    other = {"face_recognition.py": "x = 1\n", "app.py": "import face_recognition\n"}
    assert scanned(other).capabilities == ()
    assert finding(scanned({**other, "requirements.txt": "face_recognition"}), FACES)


def test_what_a_text_denies_is_negated():
    scan = scanned({"README.md": "The camera does not recognise faces of persons.\n"})
    assert scan.found == ()
    assert FACES in {one.id for one in scan.negated}


def test_unknown_components_are_counted():
    scan = scanned({"requirements.txt": "deepface\nflask\nrequests\n"})
    counted = scan.components
    assert (counted.matched, counted.unmatched, counted.of) == (1, 2, 3)


def test_weights_are_known_by_name_without_being_read():
    row = FileRead("models/w600k_r50.onnx", None, "170,000,000 bytes long")
    scan = SCANNER.scan_files([row])
    assert finding(scan, FACES).evidence[0].source == "models/w600k_r50.onnx"
    assert scan.not_examined == (NotExamined("models/w600k_r50.onnx", "170,000,000 bytes long"),)


def test_what_a_person_confirms_or_denies_goes_before_what_was_found():
    files = {"requirements.txt": "deepface\n"}
    absent = profile(
        capabilities=f'[[capabilities]]\nid = "{FACES}"\nstatus = "absent"\n'
        'reason = "only blurs faces"\nby = "Ana"\n'
    )
    scan = scanned(files, profile=absent)
    assert finding(scan, FACES) is None
    (denied,) = [one for one in scan.negated if one.id == FACES]
    assert denied.is_confirmed
    assert "only blurs faces" in denied.evidence[0].reason
    confirmed = profile(
        capabilities=f'[[capabilities]]\nid = "{FACES}"\nstatus = "confirmed"\nstrength = "core"\n'
    )
    found = finding(scanned(files, profile=confirmed), FACES)
    assert (found.strength, found.confidence, found.is_confirmed) == (Strength.CORE, 1.0, True)


def test_answers_of_the_profile_give_capabilities_and_properties():
    stated = profile('recognises = ["plate"]\nscale = "population"\ncovert = "no"')
    scan = scanned({}, profile=stated)
    assert finding(scan, "location.alpr").is_confirmed
    assert {one.id: one.answer for one in scan.properties} == {"covert": "no", "mass_scale": "yes"}
    assert [one.id for one in scan.graver] == ["mass_scale"]


def test_a_damaged_file_is_named_and_loses_nothing_else():
    scan = scanned({"package.json": '{"dependencies": {', "requirements.txt": "deepface\n"})
    assert finding(scan, FACES)
    (row,) = scan.not_examined
    assert row.source == "package.json"
    assert row.reason.startswith("ends early")


def test_a_damaged_file_that_a_person_named_stops_the_scan():
    row = FileRead("package.json", b"{", is_named=True)
    with pytest.raises(InvalidInputError, match=r"package\.json: ends early"):
        SCANNER.scan_files([row])


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("a.bin", b"\x00\x01", "binary"),
        ("a.zip", b"PK\x03\x04", "an archive, not opened"),
        ("a.dat", b"plain", "not a format that is read"),
        ("LICENSE.md", b"# License", "licences and house rules"),
        ("node_modules/x/README.md", b"# finds faces of wanted persons", "vendored software"),
        ("a.md", b"\xff\xfe\x00", "not text in UTF-8"),
        ("a.py", b"# \xff", "not text in UTF-8"),
        ("big.py", b"x = 1\n" * 400_000, "over 2,000,000 bytes"),
    ],
)
def test_what_is_not_examined_is_named_with_the_reason(path, content, reason):
    scan = SCANNER.scan_files([FileRead(path, content)])
    (row,) = scan.not_examined
    assert row.source == path
    assert reason in row.reason


def test_the_json_has_the_promised_keys_and_reads_back_the_same():
    scan = scanned(
        {
            "README.md": "It finds faces of wanted persons. It does not record audio.\n",
            "requirements.txt": "deepface\nwhisper\nleaflet\nelasticsearch\n",
            "x.bin": "\x00",
        },
        profile=profile('covert = "yes"'),
    )
    table = json.loads(dump_scan(scan))
    assert list(table)[:4] == ["capabilities", "negated", "components", "not_examined"]
    assert set(table["components"]) == {"matched", "unmatched", "of"}
    for row in table["capabilities"]:
        assert 0 <= row["confidence"] <= 1
        for evidence in row["evidence"]:
            shown = {"text", "component"} & set(evidence)
            assert set(evidence) == {"source", "line", "reason", *shown}
            assert len(shown) == 1
            assert evidence["line"] >= 1
    assert dump_scan(read_scan("scan.json", dump_scan(scan).encode())) == dump_scan(scan)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 9}, "format should be 1"),
        ({"odd": 1}, "unknown key 'odd'"),
        ({"capabilities": 3}, "capabilities should be a list"),
        ({"capabilities": [{"id": "no.such", "strength": "core"}]}, "no such capability"),
        ({"components": {"matched": "1"}}, "matched is str"),
    ],
)
def test_a_scan_that_was_changed_by_hand_is_read_strictly(change, says):
    values = {**scan_table(scanned({"requirements.txt": "deepface"})), **change}
    with pytest.raises(InvalidInputError, match=says):
        read_scan("scan.json", values)


def test_the_same_files_give_the_same_bytes():
    files = {
        "b/README.md": "Reads number plates.\n",
        "a/package.json": '{"dependencies": {"rrweb": "1"}}',
    }
    assert dump_scan(scanned(files)) == dump_scan(
        Scanner().scan_files([FileRead(path, text.encode()) for path, text in files.items()])
    )


def test_level_is_the_risk_one_step_less_when_only_possible():
    assert level_of(IntrinsicRisk.CRITICAL, Strength.PRESENT) is IntrinsicRisk.CRITICAL
    assert level_of(IntrinsicRisk.CRITICAL, Strength.POSSIBLE) is IntrinsicRisk.HIGH
    assert level_of(IntrinsicRisk.LOW, Strength.POSSIBLE) is None
    assert level_of(IntrinsicRisk.CRITICAL, Strength.MENTIONED) is None


def test_every_place_fits_what_it_is_named_after():
    places = load_places()
    assert places.of("a/b/tests/c.py").name == "tests and measurements"
    assert places.of("README.md").text == 1.0
    assert places.of("vendor/README.md").text == 0.0
    assert places.of("src/contest.py").name == ""


def test_markdown_is_read_without_its_code_and_links_and_keeps_its_lines():
    text = "---\ntitle: x\n---\n# A\n\n```sh\nface recognition\n```\nsee [plates](http://x/face)\n## B\nend\n"
    document = read_document("a.md", text.encode())
    assert "face" not in document.text
    assert document.line_at(document.text.index("see")) == 9
    assert [section.heading for section in document.sections] == ["", "A", "B"]
    assert document.sections[2].start < document.text.index("end") < document.sections[2].end


def test_html_is_read_as_a_person_sees_it():
    page = b"<html><head><title>T</title><script>face()</script></head>\n<body>\n<p>Reads\nplates</p></body>"
    document = read_document("a.html", page)
    assert document.text.split() == ["T", ".", "Reads", "plates"]
    assert document.line_at(document.text.index("plates")) == 4


def test_what_a_lesser_document_hardly_says_is_a_suggestion():
    text = "Sends the position of the dog to your phone every hour.\n"
    (told, *_) = scanned({"README.md": text}).found
    assert told.confidence * 0.8 < 0.5
    lesser = scanned({"docs/notes.md": text})
    assert told.id not in {one.id for one in lesser.found}
    assert told.id in {one.id for one in lesser.suggestions}


def test_templates_and_data_are_no_description_of_the_product():
    text = "<p>Finds faces of wanted persons {% block x %}{{ face }}{% endblock %}</p>"
    assert scanned({"app/templates/a.html": text}).found == ()
    assert "block" not in read_document("a.html", text.encode()).text


def test_nothing_is_certain_before_a_person_confirms_it():
    files = {
        "README.md": "Finds faces of wanted persons.\n",
        "requirements.txt": "deepface\nfacenet-pytorch\ninsightface\n",
    }
    assert finding(scanned(files), FACES).confidence == 0.99


def test_a_document_of_another_format_is_refused_by_name():
    assert not is_document("a.exe")
    with pytest.raises(InvalidInputError, match=r"a\.exe: a document of this format is not read"):
        read_document("a.exe", b"")
