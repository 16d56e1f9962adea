"""What documents say is what a reviewer approved."""

from difflib import unified_diff
from itertools import islice

import pytest
from tools.update_document_golden import GOLDEN, goldens


@pytest.fixture(scope="module")
def current(engine):
    return dict(goldens(engine))


def test_every_approved_text_has_its_document(current):
    assert {path.name for path in GOLDEN.glob("*.txt")} == set(current)


def test_documents_say_what_was_approved(current):
    for name, text in current.items():
        approved = (GOLDEN / name).read_text("utf-8")
        moved = islice(unified_diff(approved.splitlines(), text.splitlines(), lineterm=""), 12)
        lines = "\n".join(moved)
        remedy = "run python tools/update_document_golden.py and review"
        assert approved == text, f"{name}: {remedy}\n{lines}"
