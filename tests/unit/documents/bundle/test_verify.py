"""The program inside a bundle: alone, strict, and of one mind with the engine."""

import ast
import importlib.util
import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from enduse.assessment.engine import load_engine
from enduse.assessment.pack import pack_files
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.bundle import verify
from enduse.documents.bundle.bundle import Evidence, make_bundle, verifier
from enduse.documents.bundle.facts import condition_data, facts_data, rules_data
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.outline.model import Stamp
from enduse.documents.render.rendering import render
from enduse.domain.answers import Answer
from enduse.domain.facts import Fact, FactType
from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import evaluate, make_rule
from enduse.rules.factbase import FactBase
from enduse.rules.grammar import parse_condition
from tests.unit.documents.papers import BUSY, EXAMPLE_NAMES, material

BARE = [sys.executable, "-I", "-S"]


@cache
def bundle(name=BUSY):
    given = material(name)
    engine = load_engine()
    read = engine.read(given.assessment.transaction, given.assessment.as_of)

    def rendered(kind, formats, evidence):
        stamp = Stamp("REF-7", "1", "Draft", "Secret", str(given.assessment.as_of), evidence)
        made = make_document(kind, given, stamp)
        for output in formats:
            yield output, render(made, output, fields=template_fields(given))

    return make_bundle(
        Evidence(
            material=given,
            facts=read.facts,
            rules=engine.pack.rules,
            pack=pack_files(),
            countries=read.context.supposed.countries,
            input_name="transaction.toml",
            input_content=Path(f"examples/{name}.toml").read_bytes(),
        ),
        rendered,
    )


def contents():
    with zipfile.ZipFile(BytesIO(bundle().content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(BytesIO(bundle().content)) as package:
        package.extractall(folder)
    return folder


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "case.zip"
    path.write_bytes(bundle().content)
    return path


def run(*arguments):
    done = subprocess.run(  # noqa: S603 - this interpreter, on files made here
        [*BARE, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def test_it_imports_nothing_but_the_standard_library():
    tree = ast.parse(verifier())
    names = {
        a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names
    }
    names |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_an_untouched_bundle_passes_packed_and_unpacked(unpacked, packed):
    for target in ((unpacked / "verify.py",), (unpacked / "verify.py", packed)):
        code, said = run(*target, "--manifest", bundle().manifest_sha256)
        assert code == 0, said
        assert f"Manifest  {bundle().manifest_sha256}" in said
        assert f"Evidence  {bundle().evidence_sha256[:12]}" in said
        assert "Findings  82 worked out again and the same" in said


def edited(content, place):
    return content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :]


def edits(count, seed=20200930):
    """Files and places: every kind of file, its first and last byte, and places between."""
    chosen = random.Random(seed)  # noqa: S311 - reproducible, not secret
    held = contents()
    firm = [
        "manifest.json", "manifest.sha256", "verify.py", "facts.json", "rules.json",
        "assessment.json", "input/transaction.toml", "documents/dossier.pdf",
        "documents/annex.docx", "documents/board.json", "snapshots/vdem/rows.csv", "README.txt",
    ]  # fmt: skip
    names = firm + chosen.sample(sorted(set(held) - set(firm)), count - len(firm))
    for number, name in enumerate(names):
        size = len(held[name])
        yield name, (0, size - 1, chosen.randrange(size))[number % 3]


@pytest.mark.parametrize(("name", "place"), list(edits(24)))
def test_one_changed_byte_is_found_and_its_file_is_named(unpacked, name, place):
    """Run as an outsider would: with the program that lies in the very bundle that was changed."""
    path, whole = unpacked / name, contents()[name]
    path.write_bytes(edited(whole, place))
    try:
        code, said = run(unpacked / "verify.py")
    finally:
        path.write_bytes(whole)
    assert code != 0
    assert name in said


def test_a_changed_verifier_is_found_by_one_that_is_trusted(unpacked, packed):
    held = contents()
    for place in range(0, len(held["verify.py"]), 997):
        changed = {**held, "verify.py": edited(held["verify.py"], place)}
        with pytest.raises(verify.BundleError) as found:
            verify.check_files(changed, verify.load(changed, "manifest.json"))
        assert found.value.file == "verify.py"


def test_one_changed_byte_of_the_zip_file_itself_is_found(tmp_path):
    chosen = random.Random(7)  # noqa: S311 - reproducible, not secret
    whole, path = bundle().content, tmp_path / "case.zip"
    places = [0, 5, 30, len(whole) - 1, len(whole) - 20, len(whole) - 5_000]
    places += [chosen.randrange(len(whole)) for _ in range(60)]
    for place in places:
        path.write_bytes(edited(whole, place))
        with pytest.raises(verify.BundleError) as found:
            verify.check(verify.read_zip(path))
        assert found.value.file


def test_a_file_too_many_too_few_or_from_another_place_is_named(unpacked):
    held = contents()
    for changed, name in (
        ({**held, "extra.txt": b"x"}, "extra.txt"),
        ({n: c for n, c in held.items() if n != "facts.json"}, "facts.json"),
        ({n: c for n, c in held.items() if n != "manifest.json"}, "manifest.json"),
    ):
        with pytest.raises(verify.BundleError) as found:
            verify.check(changed)
        assert found.value.file == name


def resealed(held):
    """The bundle as a forger would close it again: every hash in it fits."""
    manifest = json.loads(held["manifest.json"])
    manifest["files"] = {n: verify.sha256(held[n]) for n in manifest["files"]}
    lines = (
        f"{verify.sha256(held[n])}  {n}\n"
        for n in sorted(manifest["files"])
        if not n.startswith("documents/")
    )
    manifest["evidence_sha256"] = verify.sha256("".join(lines).encode())
    written = json.dumps(manifest).encode()
    seal = f"{verify.sha256(written)}  manifest.json\n".encode()
    return {**held, "manifest.json": written, "manifest.sha256": seal}


def forged(name, change):
    held = contents()
    told = json.loads(held[name])
    change(told)
    return resealed({**held, name: json.dumps(told).encode()})


def _clear_first_raised(told):
    next(f for f in told["findings"] if f["answer"] == "raised")["answer"] = "clear"


def _drop_a_finding(told):
    told["findings"].pop()


def _soften_a_rule(told):
    told["rules"][0]["condition"] = {"kind": "not", "part": told["rules"][0]["condition"]}


def _drop_a_rule(told):
    told["rules"].pop()


def _bend_a_fact(told):
    fact = next(f for f in told["facts"] if f["name"] == "end_user.types")
    fact["value"] = ["health"]


def _change_a_tree(told):
    told["findings"][0]["trace"]["text"] = "something.else"


FORGERIES = {
    "a raised finding called clear": ("assessment.json", _clear_first_raised),
    "a finding left out": ("assessment.json", _drop_a_finding),
    "a why-tree that says something else": ("assessment.json", _change_a_tree),
    "a rule turned round": ("rules.json", _soften_a_rule),
    "a rule left out": ("rules.json", _drop_a_rule),
    "a fact bent": ("facts.json", _bend_a_fact),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_with_fitting_hashes_is_found_by_working_it_out_again(what):
    name, change = FORGERIES[what]
    held = forged(name, change)
    with pytest.raises(verify.BundleError):
        verify.check(held)


def test_a_rule_changed_in_the_pack_itself_no_longer_has_the_published_hash():
    held = contents()
    name = "pack/red_flags/C1-R01.toml"
    held = resealed({**held, name: held[name].replace(b"severity", b"severity ", 1)})
    with pytest.raises(verify.BundleError, match="another rule pack"):
        verify.check(held)


def test_documents_of_other_evidence_are_found():
    held = resealed(contents() | {"input/transaction.toml": b"id = 'another'\n"})
    with pytest.raises(verify.BundleError, match="belongs to other evidence"):
        verify.check(held)


def test_another_manifest_than_the_one_given_is_named(packed, unpacked):
    code, said = run(unpacked / "verify.py", packed, "--manifest", "0" * 64)
    assert code == 1
    assert "FAILED manifest.json" in said
    assert run(unpacked / "verify.py", packed, "--manifest", "short")[0] == 2
    assert run(unpacked / "verify.py", "nowhere.zip")[0] == 1


def test_the_same_evidence_gives_the_same_bytes():
    first = bundle().content
    bundle.cache_clear()
    assert bundle().content == first


@pytest.mark.parametrize("name", [*EXAMPLE_NAMES, "hostile"])
def test_it_agrees_with_the_engine_on_every_finding(name):
    engine, assessment = load_engine(), material(name).assessment
    read = engine.read(assessment.transaction, assessment.as_of)
    told = json.loads(json.dumps(facts_data(read.facts, assessment.as_of)))
    rules = json.loads(json.dumps(rules_data(engine.pack.rules)))
    result = json.loads(dump(assessment_document(assessment)))
    verify.check_findings(told, rules, result)
    pack = {f"pack/{name}": content for name, content in pack_files()}
    verify.check_rules(pack, rules, result)


CONDITIONS = [
    "a.yes",
    "not a.yes",
    "a.yes and b.yes",
    "a.yes or not b.yes",
    "(a.yes or b.yes) and not (a.yes and b.yes)",
    "a.number >= 3",
    "a.number < 3 or b.number == 2",
    "a.number != 3 and b.number > -1.5",
    'a.word == "x"',
    'a.word != "x"',
    'a.word in ["x", "y"]',
    'a.word not in ["x", "y"]',
    'one_of(a.word, ["x", "y"])',
    '"x" in a.words',
    '"x" not in a.words',
    'any_of(a.words, ["y", "x"])',
    "count(a.words) >= 2",
    "count(a.words) < 2",
    "count(a.words) == 2 or a.yes",
    "days_since(a.date) > 30",
    "days_since(a.date) <= 30 and a.yes",
]


def _dictionary():
    types = {"yes": "yes_no", "number": "number", "word": "word", "words": "words", "date": "date"}
    from_engine = load_engine().pack.dictionary.definitions
    like = next(iter(from_engine.values()))
    made = [
        replace(like, name=f"{part}.{name}", type=FactType(kind), words=())
        for part in "ab"
        for name, kind in types.items()
    ]
    return FactDictionary.of([*made, from_engine["case.as_of"]])


def _facts(chosen):
    values = {
        "yes": [Answer.YES, Answer.NO],
        "number": [1.0, 2.0, 3.0, 4.5],
        "word": ["x", "y", "z"],
        "words": [frozenset(), frozenset({"x"}), frozenset({"y", "z"})],
        "date": [date(2019, 1, 1), date(2019, 4, 20)],
    }
    facts = []
    for part in "ab":
        for name, options in values.items():
            for firm in (True, False):
                if chosen.random() < 0.45:
                    value = chosen.choice([*options, None])
                    complete = chosen.random() < 0.6
                    facts.append(Fact(f"{part}.{name}", value, complete=complete, firm=firm))
    if chosen.random() < 0.8:
        facts.append(Fact("case.as_of", date(2019, 5, 1)))
    return FactBase.of(facts)


@pytest.mark.parametrize("text", CONDITIONS)
def test_it_agrees_with_the_engine_on_generated_facts(text):
    dictionary = _dictionary()
    flag = replace(load_engine().pack.rules[0].red_flag, id="X-R01", when=text)
    rule = make_rule(flag, dictionary)
    told = json.loads(json.dumps(condition_data(parse_condition(text, dictionary))))
    assert verify.text_of(told) == rule.condition.text
    assert verify.plain_form(verify.text_of(told)) == verify.plain_form(text)
    chosen = random.Random(text)  # noqa: S311 - reproducible, not secret
    for _ in range(150):
        facts = _facts(chosen)
        finding = evaluate(rule, facts)
        data = json.loads(json.dumps(facts_data(facts, date(2019, 5, 1))))["facts"]
        firm = {f["name"]: f for f in data if f["firm"]}
        guesses = {f["name"]: f for f in data if not f["firm"]}
        derived = verify.derive(told, firm, guesses)
        assert derived["answer"] == finding.answer.value
        assert derived["guessed"] == finding.guessed
        assert tuple(derived["missing"]) == finding.missing
        assert verify.shape(derived["trace"]) == _shape(finding.trace)


def _shape(trace):
    return (trace.text, trace.answer.value, [_shape(child) for child in trace.children])


def test_conditions_that_differ_have_different_plain_forms():
    forms = {verify.plain_form(text) for text in CONDITIONS}
    same = {'a.word in ["x", "y"]', 'one_of(a.word, ["x", "y"])'}
    assert len(forms) == len(CONDITIONS) - len(same) + 1


def test_the_program_in_the_bundle_is_the_one_tested_here():
    assert contents()["verify.py"] == verifier()
    assert importlib.util.find_spec("enduse.documents.bundle.verify").origin == verify.__file__
