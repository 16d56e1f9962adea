import json
import tomllib

import pytest

from enduse.assessment.answers import read_answers
from enduse.assessment.first_pass import Kind, load_first_pass
from enduse.assessment.transaction_file import parse_toml, transaction_from
from enduse.domain.facts import FactType
from enduse.domain.findings import FindingAnswer
from enduse.domain.vocabulary import PartyType, Role, Severity

SCOPE = ["USA", "Reads number plates on bridges", "Acme", "Find stolen cars", "Road Agency", "EST",
         "ministry", "none"]  # fmt: skip
QUESTIONS = ["all", "3 4", "no", "none", "none", "none", "none", "none", "1 2 -3", "", "yes",
             "none", "none", "1", "1 -2"]  # fmt: skip


def replies(*lines):
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def read(engine):
    return lambda path: transaction_from(parse_toml(path.read_bytes()), engine.known)


def test_new_writes_a_file_that_can_be_assessed_at_once(enduse, tmp_path, read):
    assert enduse("new", "deal.toml").exit_code == 0
    assert read(tmp_path / "deal.toml").id == "deal"
    assert enduse("assess", "deal.toml").exit_code == 0


def test_new_explains_every_field_and_names_every_word(enduse, tmp_path):
    enduse("new")
    text = (tmp_path / "transaction.toml").read_text("utf-8")
    fields = "as_of end_use safeguards seller product vendor description capabilities region"
    assert all(field in text for field in fields.split())
    assert all(word.value in text for word in (*Role, *PartyType))
    assert "enduse capability list" in text


def test_the_examples_of_the_template_are_valid(enduse, tmp_path, read):
    enduse("new", "deal.toml")
    path = tmp_path / "deal.toml"
    path.write_text(
        "\n".join(
            line.removeprefix("# ")
            for line in path.read_text("utf-8").splitlines()
            if "=" in line
            or line.startswith(("[", "# [["))
            or '"""' in line
            or "plain words" in line
        )
    )
    transaction = read(path)
    assert transaction.product.capabilities == ("location.alpr",)
    assert len(transaction.parties) == 2
    assert set(transaction.answers) == {"C3-Q04", "C4-Q11", "C1-Q14"}


def test_new_never_replaces_a_file(refused, transaction):
    before = transaction.read_bytes()
    assert "already there" in refused("new", transaction)
    assert transaction.read_bytes() == before
    assert ".toml" in refused("new", "deal.json")


@pytest.mark.parametrize("name", ['a"b.toml', "a b\tc.toml", "$id.toml", "\u00e9\u4e2d.toml"])
def test_any_name_gives_a_valid_file(enduse, tmp_path, name):
    enduse("new", name)
    tomllib.loads((tmp_path / name).read_text("utf-8"))


def test_every_line_of_the_first_pass_is_a_fact_that_can_be_answered(pack):
    steps = load_first_pass()
    assert len(steps.questions) == 12
    lines = [line for step in (*steps.scope, *steps.questions) for line in step.lines]
    assert len(lines) == len(set(lines))
    for line in lines:
        assert pack.answer_keys[line].fact.type in {FactType.YES_NO, FactType.WORD}


def weighty_open(engine, transaction):
    assessment = engine.assess(transaction, transaction.as_of)
    return [
        finding.red_flag.id
        for finding in assessment.findings
        if finding.red_flag.severity.rank >= Severity.HIGH.rank
        and finding.answer is FindingAnswer.UNKNOWN
    ]


def test_the_first_pass_settles_all_but_one_of_the_weighty_red_flags(
    enduse, engine, tmp_path, read
):
    result = enduse("ask", "deal.toml", stdin=replies(*SCOPE, *QUESTIONS))
    assert "Of 37 red flags of weight high and stop, 1 are still open." in result.stdout
    path = tmp_path / "deal.toml"
    path.write_text("as_of = 2024-01-01\n" + path.read_text("utf-8"))
    assert weighty_open(engine, read(path)) == ["C8-R04"]  # about the public report, not the sale


def test_every_question_with_a_checklist_settles_something(engine, pack, tmp_path, enduse, read):
    """Leaving any one question of the first pass out leaves more open, or its facts unused."""
    enduse("ask", "deal.toml", stdin=replies(*SCOPE, *QUESTIONS))
    path = tmp_path / "deal.toml"
    path.write_text("as_of = 2024-01-01\n" + path.read_text("utf-8"))
    used = {name for rule in pack.rules for name in rule.names}
    deciding = {"product.use_can_be_limited", *used}
    for step in load_first_pass().questions:
        if step.kind is Kind.SIGNS:
            assert deciding.intersection(step.lines), step.ask


def test_answers_are_kept_in_a_marked_block_and_no_comment_is_lost(enduse, transaction, read):
    before = transaction.read_text("utf-8")
    enduse("ask", transaction, stdin=replies("USA", "none", "all", "none"))
    after = transaction.read_text("utf-8")
    assert all(line in after.splitlines() for line in before.splitlines())
    assert "answers kept by `enduse ask`" in after
    assert read(transaction).seller.country == "USA"
    assert read(transaction).answers["C1-Q01"] == ("location.alpr",)
    assert read(transaction).answers["product.covert"] == "no"


def test_what_the_file_says_is_shown_and_not_asked(enduse, transaction):
    said = enduse("ask", transaction, stdin="").stdout
    assert "In the file: Reads number plates on bridges" not in said  # the input ended before
    said = enduse("ask", transaction, stdin="\n").stdout
    assert "In the file: Reads number plates on bridges" in said
    assert "In the file: EST" in said


def test_a_persons_own_answer_is_never_asked_again(enduse, transaction):
    mine = transaction.read_text() + '[answers]\nC4-R02 = "no"  # told by the minister\n'
    transaction.write_text(mine)
    said = enduse("ask", transaction, stdin="\n" * 40).stdout
    assert "In the file: There is reluctance or evasion about end-use or end-user: no" in said
    assert "# told by the minister" in transaction.read_text()


def test_a_second_pass_shows_and_changes_what_the_first_one_kept(enduse, transaction, read):
    enduse("ask", transaction, stdin=replies("", "", "", "none"))
    said = enduse("ask", transaction, stdin=replies("", "", "", "1 ?2 -3"))
    assert "It works without the target's knowledge  [no]" in said.stdout
    answers = read(transaction).answers
    assert answers["product.covert"] == "yes"
    assert answers["product.remote"] == "not known after looking"
    assert answers["product.real_time"] == "no"


def test_not_known_is_kept_as_looked_for(enduse, transaction, pack, read):
    enduse("ask", transaction, stdin=replies("", "", "", "?"))
    facts = read_answers(read(transaction).answers, pack.answer_keys).facts
    assert {fact.silence.value for fact in facts} == {"not known after looking"}


def test_lines_not_named_stay_open_unless_said(enduse, transaction, read):
    enduse("ask", transaction, stdin=replies("", "", "", "1", ""))
    answers = read(transaction).answers
    assert (answers["product.covert"], "product.remote" in answers) == ("yes", False)


def test_a_reply_that_cannot_be_read_is_asked_again(enduse, transaction, read):
    told = enduse(
        "ask", transaction, stdin=replies("Narnia", "USA", "", "alprr", "location.alpr", "99", "1")
    ).stdout
    assert "no such country" in told
    assert "'alprr' is no id" in told
    assert "'99' is no line from 1 to 10" in told
    assert read(transaction).product.capabilities == ("location.alpr",)


def test_parties_are_added_with_a_role_and_the_list_is_confirmed(enduse, transaction, read):
    skipped = [""] * 11
    enduse(
        "ask", transaction, stdin=replies("", *skipped[:9], "Go Between FZE", "reseller", "", "y")
    )
    kept = read(transaction)
    assert [party.role for party in kept.parties] == [Role.END_USER, Role.RESELLER]
    assert kept.answers["C4-Q01"] == ("National Road Authority", "Go Between FZE")


def test_stopping_keeps_what_was_answered(enduse, transaction, read, monkeypatch):
    lines = iter(["USA\n", "none\n"])

    class Keyboard:
        def readline(self):
            try:
                return next(lines)
            except StopIteration:
                raise KeyboardInterrupt from None

    monkeypatch.setattr("enduse.cli.replies.sys", type("S", (), {"stdin": Keyboard()}))
    result = enduse("ask", transaction)
    assert result.exit_code == 130
    assert read(transaction).seller.country == "USA"
    assert read(transaction).answers["deal.licence_required"] == "no"


def test_json_can_be_asked_about_too(enduse, tmp_path):
    content = {"product": {"description": "plate cameras"}, "parties": [{"role": "end_user"}]}
    (tmp_path / "deal.json").write_text(json.dumps(content))
    enduse("ask", "deal.json", stdin=replies("USA", "", "", "Road Agency"))
    kept = json.loads((tmp_path / "deal.json").read_text("utf-8"))
    assert kept["seller"] == {"country": "USA"}
    assert kept["parties"] == [{"role": "end_user", "name": "Road Agency"}]
    assert kept["product"] == content["product"]


def test_a_bad_file_is_refused_before_anything_is_asked(refused, tmp_path):
    (tmp_path / "deal.toml").write_text("id = ")
    assert "deal.toml: not TOML" in refused("ask", "deal.toml")
    (tmp_path / "deal.json").write_text("[1]")
    assert "one transaction" in refused("ask", "deal.json")
