"""Whatever stands in a file or a rule: a value or a refusal, never a crash, a hang or a call."""

import ast
import json
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.assessment.engine import load_engine
from enduse.assessment.pack import load_pack
from enduse.assessment.transaction_file import parse_json, parse_toml, transaction_from
from enduse.documents.assessment_json import assessment_document, dump
from enduse.domain.dates import parse_day
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.rules.grammar import parse_condition

AS_OF = parse_day("2020-01-01")
HOSTILE = [
    "__import__('os').system('true')",
    "(lambda: buyer.evasive)()",
    "[x for x in (1, 2)]",
    "{x for x in ()}",
    "f'{buyer.evasive}'",
    "(x := buyer.evasive)",
    "buyer.__class__.__bases__",
    "eval('1')",
    "count(end_user.types, *[1]) > 1",
    "one_of(**{})",
    "buyer.evasive if 1 else 2",
    "yield buyer.evasive",
    "buyer.evasive; import os",
    ")) or ((",
    "1" * 4_000 + " > 1",
    "9e999 > incidents.by_end_user",
    "incidents.by_end_user > 1" + "0" * 3_000,
    "not " * 900 + "buyer.evasive",
    "buyer.evasive\x00",
    "\ud800 > 1",
    "buyer.evasive >= b'x'",
    "incidents.by_end_user < 1 < 2",
]


def says_something(error):
    assert str(error)


def rule_refuses_or_reads(text):
    dictionary = load_pack().dictionary
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            parsed = parse_condition(text, dictionary)
        except InvalidInputError:
            return None
    assert all(name in dictionary.definitions for name in parsed.names)
    return parsed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_rule_is_refused(text):
    assert rule_refuses_or_reads(text) is None


@pytest.mark.parametrize("opening", ["(", "[", "{", "not ", "-", "a.", "a(", "f'{"])
def test_a_hundred_thousand_openings_are_refused_at_once(opening):
    assert rule_refuses_or_reads(opening * 100_000) is None
    assert rule_refuses_or_reads((opening * 4_000)[:4_000]) is None


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_a_rule_or_a_refusal(text):
    rule_refuses_or_reads(text)


NAMES = st.sampled_from(["buyer.evasive", "incidents.by_end_user", "end_user.types",
                         "deal.diversion", "os.system", "x", "case.as_of"])  # fmt: skip
ATOMS = NAMES | st.sampled_from(["1", "-1.5", "'likely'", "['police']", "True", "None", "..."])
PARTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", ">=", "==", "in", "not in", "is", "+", ","]),
                  inner).map(" ".join),
        inner.map("({})".format),
        inner.map("not {}".format),
        st.tuples(st.sampled_from(["count", "any_of", "one_of", "days_since", "open"]),
                  inner).map(lambda pair: f"{pair[0]}({pair[1]})"),
        inner.map("[{0} for x in {0}]".format),
        inner.map("lambda: {}".format),
    ),
    max_leaves=12,
)  # fmt: skip


@given(PARTS)
def test_any_expression_is_a_rule_or_a_refusal_and_a_rule_reads_back_as_itself(text):
    parsed = rule_refuses_or_reads(text)
    if parsed is not None:
        ast.parse(parsed.text, mode="eval")
        again = rule_refuses_or_reads(parsed.text)
        assert again is not None
        assert again.text == parsed.text


@given(st.binary(max_size=400))
def test_any_bytes_are_a_transaction_or_a_refusal(raw):
    known = load_engine().known
    for parse in (parse_json, parse_toml):
        try:
            transaction_from(parse(raw), known)
        except EnduseError as error:
            says_something(error)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([
    "id", "as_of", "seller", "product", "parties", "end_use", "answers", "safeguards", "other",
])  # fmt: skip


@given(st.dictionaries(KEYS, VALUES))
def test_any_table_is_a_transaction_or_a_refusal(table):
    base = {"product": {}, "parties": [{"role": "end_user"}]}
    for content in (table, {**base, **table}):
        try:
            transaction_from(content, load_engine().known)
        except EnduseError as error:
            says_something(error)


FACT_KEYS = st.sampled_from(sorted(load_pack().answer_keys))
ANSWERS = st.dictionaries(
    FACT_KEYS,
    st.sampled_from(["yes", "no", "none", "not known", "", "yes, see x", "2020-02-30", "likely"])
    | st.text(max_size=20) | st.booleans() | st.integers() | st.floats()
    | st.lists(st.text(max_size=10), max_size=2)
    | st.dictionaries(st.sampled_from(["answer", "text", "covert"]), st.text(max_size=5)),
    max_size=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS, texts=st.tuples(*[st.text(max_size=60)] * 3), country=st.text(max_size=4))
def test_any_transaction_that_reads_is_assessed_or_refused(answers, texts, country):
    engine = load_engine()
    content = {
        "product": {"name": "x" + texts[0], "description": texts[1]},
        "parties": [{"role": "end_user", "name": "x" + texts[2], "country": country or "UGA"}],
        "answers": answers,
    }
    try:
        transaction = transaction_from(content, engine.known)
        document = assessment_document(engine.assess(transaction, AS_OF))
    except EnduseError as error:
        says_something(error)
    else:
        assert json.loads(dump(document))["route"]["level"]
