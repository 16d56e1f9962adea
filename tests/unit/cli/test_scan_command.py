"""`enduse scan` and `enduse profile` as a user calls them."""

import json
import os
from pathlib import Path

import pytest

from enduse.capability.scan.result import NotExamined
from enduse.cli.ignore import Rules
from enduse.cli.tree import files_of

FACES = "biometric.face_recognition"


@pytest.fixture
def product(tmp_path):
    folder = tmp_path / "product"
    folder.mkdir()
    (folder / "README.md").write_text("# Desk\n\nMakes name badges.\n", "utf-8")
    (folder / "requirements.txt").write_text("flask\nface_recognition\n", "utf-8")
    return folder


def shown(path):
    return [(row.source, row.reason) for row in files_of([path]) if isinstance(row, NotExamined)]


def read(path):
    return [row.path for row in files_of([path]) if not isinstance(row, NotExamined)]


# --- the command --------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "code"), [("critical", 1), ("high", 1), ("low", 1), (None, 0)])
def test_fail_on_gives_exit_code_one_and_says_why(enduse, product, level, code):
    options = ("--fail-on", level) if level else ()
    result = enduse("scan", product, *options)
    assert result.exit_code == code
    assert ("found what weighs critical" in result.stderr) == bool(level)


def test_what_is_only_possible_weighs_one_step_less(enduse, tmp_path):
    (tmp_path / "requirements.txt").write_text("dlib\n", "utf-8")
    assert enduse("scan", ".", "--fail-on", "critical").exit_code == 0
    assert enduse("scan", ".", "--fail-on", "high").exit_code == 1


def test_every_format_is_whole_and_names_the_finding(enduse, product):
    for form in ("text", "json", "html", "sarif"):
        result = enduse("scan", product, "--format", form)
        assert result.exit_code == 0
        assert FACES in result.stdout
        written = enduse("scan", product, "--format", form, "--out", "out")
        assert written.stdout == ""
        assert Path("out").read_text("utf-8") == result.stdout


def test_the_order_is_the_same_every_time(enduse, product):
    for number in range(20):
        (product / f"m{number:02}.py").write_text("import deepface\n", "utf-8")
    first = enduse("scan", product, "--format", "json").stdout
    assert enduse("scan", product, "--format", "json").stdout == first


def test_hostile_names_and_contents_are_safe_in_text_and_html(enduse, tmp_path):
    name = "<script>\x1b[31m.py"
    (tmp_path / name).write_text('import deepface  # <img src=x onerror="1">\n', "utf-8")
    assert "\x1b" not in enduse("scan", ".").stdout
    page = enduse("scan", ".", "--format", "html").stdout
    assert "<img" not in page
    assert "<script>" not in page


def test_sbom_and_path_are_scanned_together(enduse, product, tmp_path):
    bill = {"bomFormat": "CycloneDX", "components": [{"purl": "pkg:npm/rrweb@2", "name": "rrweb"}]}
    (tmp_path / "bom.json").write_text(json.dumps(bill), "utf-8")
    both = json.loads(enduse("scan", product, "--sbom", "bom.json", "--format", "json").stdout)
    assert {FACES, "recording.screen_session"} <= {c["id"] for c in both["capabilities"]}
    assert both["components"] == {"matched": 2, "unmatched": 1, "of": 3}
    alone = json.loads(enduse("scan", "--sbom", "bom.json", "--format", "json").stdout)
    assert alone["components"]["of"] == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"bomFormat": "CycloneDX", "components": [', "ends early"),
        (b"\x00\x01", "no bill of materials"),
        (b"[1, 2]", "no bill of materials"),
        (b'{"bomFormat": "CycloneDX", "components": 4}', "components: should be a list"),
    ],
)
def test_a_broken_sbom_is_one_line_and_exit_code_two(refused, tmp_path, content, says):
    (tmp_path / "bom.json").write_bytes(content)
    told = refused("scan", "--sbom", "bom.json")
    assert told.startswith("enduse: bom.json: ")
    assert says in told


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nowhere",),
        ("--sbom", "nowhere.json"),
        ("--batch", "in.jsonl"),
        (".", "--batch", "in.jsonl", "--out", "out.jsonl"),
        (".", "--profile", "bad.toml"),
    ],
)
def test_bad_calls_are_refused_in_one_line(refused, tmp_path, arguments):
    (tmp_path / "bad.toml").write_text("format = 9\n", "utf-8")
    assert refused("scan", *arguments)


def test_a_file_that_is_too_large_is_refused_by_name_and_passed_over_in_a_folder(
    refused, enduse, tmp_path
):
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(100_000_001)
    assert "big.txt: 100,000,001 bytes long" in refused("scan", "big.txt")
    table = json.loads(enduse("scan", ".", "--format", "json").stdout)
    (row,) = table["not_examined"]
    assert row["reason"] == "100,000,001 bytes long; at most 10,000,000 are read"


def test_a_device_is_written_to_and_not_replaced(enduse, product):
    before = Path(os.devnull).stat()
    assert enduse("scan", product, "--out", os.devnull).exit_code == 0
    assert Path(os.devnull).stat().st_mode == before.st_mode


# --- the tree -----------------------------------------------------------------------------------


def test_symbolic_links_are_not_followed_so_no_loop_and_no_way_out(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.py").write_text("import deepface\n", "utf-8")
    (inside / "loop").symlink_to(inside)
    (inside / "out.py").symlink_to(tmp_path / "secret.py")
    (inside / "broken").symlink_to("nowhere")
    assert read(inside) == []
    assert [source for source, _ in shown(inside)] == ["broken", "loop", "out.py"]
    assert {reason for _, reason in shown(inside)} == {"symbolic link, not followed"}


def test_what_is_no_regular_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    assert shown(tmp_path) == [("pipe.py", "not a regular file")]


def test_installed_packages_and_version_control_are_not_entered(tmp_path):
    for name in ("node_modules", ".git", ".venv", "env"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text("import deepface\n", "utf-8")
    (tmp_path / "env" / "pyvenv.cfg").write_text("", "utf-8")
    assert read(tmp_path) == []
    assert [source for source, _ in shown(tmp_path)] == [".git/", ".venv/", "env/", "node_modules/"]


@pytest.mark.parametrize(
    ("rules", "path", "is_ignored"),
    [
        ("*.log", "a/b.log", True),
        ("/b.log", "a/b.log", False),
        ("/b.log", "b.log", True),
        ("build/", "a/build", False),  # a file of that name
        ("a/*.py", "a/b.py", True),
        ("a/*.py", "a/c/b.py", False),
        ("a/**/b.py", "a/b.py", True),
        ("a/**/b.py", "a/c/d/b.py", True),
        ("**/gen/*.py", "x/gen/b.py", True),
        ("docs/**", "docs/x/y.md", True),
        ("*.py\n!keep.py", "keep.py", False),
        ("!keep.py\n*.py", "keep.py", True),
        ("a?.py", "ab.py", True),
        ("a[!b].py", "ab.py", False),
        ("a[a-c].py", "ab.py", True),
        ("\\#a", "#a", True),
        ("# a", "a", False),
        ("", "a", False),
        ("[", "a", False),
    ],
)
def test_ignore_rules_are_read_as_git_reads_them(tmp_path, rules, path, is_ignored):
    (tmp_path / ".gitignore").write_text(rules + "\n", "utf-8")
    found = Rules().below(tmp_path, "").ignoring(path, is_folder=False)
    assert (found is not None) == is_ignored


def test_an_own_ignore_file_names_its_rule_and_a_deeper_one_goes_before(tmp_path):
    (tmp_path / ".gitignore").write_text("*.md\n", "utf-8")
    (tmp_path / ".enduseignore").write_text("data/\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ".gitignore").write_text("!*.md\n", "utf-8")
    (tmp_path / "docs" / "a.md").write_text("x", "utf-8")
    (tmp_path / "b.md").write_text("x", "utf-8")
    told = shown(tmp_path)
    assert ("data/", ".enduseignore: data/") in told
    assert ("b.md", ".gitignore: *.md") in told
    assert "docs/a.md" in read(tmp_path)


# --- many texts ---------------------------------------------------------------------------------


def test_batch_answers_each_line_in_order_and_a_bad_one_stops_nothing(enduse, tmp_path):
    lines = [
        json.dumps({"id": "a", "text": "Compares faces with a watchlist of wanted persons."}),
        "not json",
        "",
        json.dumps({"id": "b", "text": 3}),
        json.dumps({"id": "c", "text": "Sells bread."}),
        json.dumps({"id": [1], "text": "x"}),
        '{"id": "d", "text": "' + "x" * 1_100_000 + '"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    result = enduse("scan", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "b", "c", None, None]
    assert FACES in {c["id"] for c in rows[0]["capabilities"]}
    assert {"capabilities", "negated", "components", "not_examined"} <= set(rows[0])
    assert rows[3]["capabilities"] == []
    assert rows[1]["error"].startswith("line 2: not JSON")
    assert rows[5]["error"].startswith("line 7: 1,100,023 bytes long")


def test_batch_never_replaces_its_own_input(refused, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n', "utf-8")
    assert "would replace the texts" in refused("scan", "--batch", "in.jsonl", "--out", "in.jsonl")


def test_batch_fails_on_a_level_when_asked(enduse, tmp_path):
    text = {"id": "a", "text": "Compares faces with a watchlist of wanted persons."}
    (tmp_path / "in.jsonl").write_text(json.dumps(text), "utf-8")
    assert enduse("scan", "--batch", "in.jsonl", "--out", "o").exit_code == 0
    assert enduse("scan", "--batch", "in.jsonl", "--out", "o", "--fail-on", "high").exit_code == 1


# --- the profile --------------------------------------------------------------------------------


def test_a_missing_profile_is_begun_and_an_old_one_changes_only_when_asked(enduse, product):
    first = enduse("scan", product, "--profile", "p.toml")
    assert "Wrote p.toml" in first.stderr
    begun = Path("p.toml").read_text("utf-8")
    assert FACES in begun
    (product / "requirements.txt").write_text("rrweb\nface_recognition\nopenalpr\n", "utf-8")
    second = enduse("scan", product, "--profile", "p.toml")
    assert "not in p.toml: location.alpr" in second.stderr
    assert Path("p.toml").read_text("utf-8") == begun


def test_an_update_never_touches_what_a_person_wrote(enduse, product, tmp_path):
    enduse("scan", product, "--profile", "p.toml")
    path = tmp_path / "p.toml"
    kept = path.read_text("utf-8").replace(
        'status = "found"', 'status = "absent"   # mine\nreason = "blurs"\nby = "Ana"', 1
    )
    path.write_text(kept, "utf-8")
    (product / "requirements.txt").write_text("face_recognition\nopenalpr\n", "utf-8")
    enduse("scan", product, "--profile", "p.toml", "--update-profile")
    updated = path.read_text("utf-8")
    assert updated.startswith(kept)
    assert "location.alpr" in updated[len(kept) :]
    again = enduse("scan", product, "--profile", "p.toml", "--update-profile")
    assert "0 to confirm" in again.stderr
    assert path.read_text("utf-8") == updated


def test_what_a_person_judged_does_not_fail_again(enduse, product, tmp_path):
    enduse("scan", product, "--profile", "p.toml")
    assert enduse("scan", product, "--profile", "p.toml", "--fail-on", "high").exit_code == 1
    path = tmp_path / "p.toml"
    path.write_text(path.read_text("utf-8").replace('"found"', '"confirmed"'), "utf-8")
    assert enduse("scan", product, "--profile", "p.toml", "--fail-on", "low").exit_code == 0


def test_a_sale_with_a_scan_beside_it_can_be_asked_about_and_assessed(enduse, product, transaction):
    enduse("scan", product, "--format", "json", "--out", "scan.json")
    text = transaction.read_text("utf-8")
    transaction.write_text(text.replace("[product]", '[product]\nscan = "scan.json"'), "utf-8")
    asked = enduse("ask", transaction, stdin="")
    assert asked.exit_code == 0
    assessed = json.loads(enduse("assess", transaction, "--format", "json").stdout)
    assert FACES in json.dumps(assessed["capabilities"])
    assert assessed["transaction"]["product"]["scan"]["components"]["matched"] == 1


def test_a_profile_is_begun_asked_checked_and_compared(enduse, refused):
    assert enduse("profile", "new", "a.toml").exit_code == 0
    assert "is already there" in refused("profile", "new", "a.toml")
    assert "TOML" in refused("profile", "new", "a.txt")
    asked = enduse("profile", "new", "b.toml", "--ask", stdin="5\n9\n\n2\n")
    assert asked.exit_code == 0
    checked = json.loads(enduse("profile", "check", "b.toml", "--format", "json").stdout)
    assert "collects" not in checked["open"]
    assert "image_video" in json.dumps(checked) or checked["properties"]
    assert "Questions still open" in enduse("profile", "check", "a.toml").stdout
    changes = json.loads(enduse("profile", "diff", "a.toml", "b.toml", "--format", "json").stdout)
    assert {row["about"] for row in changes} >= {"answer"}
    assert "Nothing changed" in enduse("profile", "diff", "a.toml", "a.toml").stdout
