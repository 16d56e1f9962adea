import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.cli import toml_edit
from enduse.domain.errors import InvalidInputError

FILE = """\
# top
id = "T"  # beside
[product]  # the product
description = '''
[product]
[answers]
'''
[[parties]]
role = "end_user"
[[parties]]
role = "reseller"
"""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def kept_whole(before, after):
    """Every line of the old file still stands, in order."""
    lines = iter(after.splitlines())
    return all(line in lines for line in before.splitlines())


def test_a_key_is_added_below_the_real_header_and_not_inside_a_text():
    after = toml_edit.put(FILE, "product", "name", 'A "b"')
    assert kept_whole(FILE, after)
    assert tomllib.loads(after)["product"]["name"] == 'A "b"'
    assert tomllib.loads(after)["product"]["description"] == "[product]\n[answers]\n"


def test_a_key_is_added_to_the_right_one_of_several_tables():
    after = toml_edit.put(FILE, "parties", "name", "R", number=1)
    assert [row.get("name") for row in tomllib.loads(after)["parties"]] == [None, "R"]


def test_a_table_or_a_top_key_that_is_missing_is_made():
    assert tomllib.loads(toml_edit.put(FILE, "seller", "country", "USA"))["seller"]
    after = toml_edit.put(FILE, "", "end_use", "x")
    assert (tomllib.loads(after)["end_use"], kept_whole(FILE, after)) == ("x", True)


def test_a_list_on_one_line_is_replaced_and_its_comment_stays():
    before = FILE.replace("[product]  #", "[product]\ncapabilities = ['a']  # mine\n#", 1)
    after = toml_edit.put(before, "product", "capabilities", ["a", "b"])
    assert 'capabilities = ["a", "b"]  # mine' in after


@pytest.mark.parametrize(
    "product", ['product = { name = "x" }', 'product.capabilities = [\n"a", # why\n]']
)
def test_a_form_that_leaves_no_place_is_refused_with_the_line_to_add(product):
    with pytest.raises(InvalidInputError, match=r"product.capabilities: add this line by hand"):
        toml_edit.put(product + "\n", "product", "capabilities", ["b"])


def test_the_block_is_replaced_and_everything_else_stays():
    once = toml_edit.with_block(FILE, {"C1-Q01": ["x"], "a.b": "no"})
    again = toml_edit.with_block(once, {"a.b": "yes"})
    assert toml_edit.block_of(again) == {"a.b": "yes"}
    assert tomllib.loads(again)["answers"] == {"a.b": "yes"}
    assert kept_whole(FILE, again)
    assert tomllib.loads(toml_edit.with_block(again, {}))["answers"] == {}


def test_a_persons_answers_stay_beside_the_block():
    mine = FILE + "[answers]\nC3-Q04 = 'yes' # mine\n"
    after = toml_edit.with_block(mine, {"a.b": "no"})
    assert kept_whole(mine, after)
    assert tomllib.loads(after)["answers"] == {"C3-Q04": "yes", "a.b": "no"}
    assert toml_edit.without_block(after) == mine


def test_answers_in_one_line_are_refused_before_anything_is_asked():
    with pytest.raises(InvalidInputError, match=r"a line \[answers\]"):
        toml_edit.with_block("answers = {}\n" + FILE, {"a.b": "no"})


@given(key=TEXTS, value=TEXTS | st.lists(TEXTS, max_size=3), name=TEXTS)
def test_any_text_comes_back_as_it_was(key, value, name):
    after = toml_edit.put(FILE, "product", "name", name)
    after = toml_edit.with_block(after, {key: value})
    read = tomllib.loads(after)
    assert (read["answers"], read["product"]["name"]) == ({key: value}, name)
    assert toml_edit.block_of(after) == {key: value}
