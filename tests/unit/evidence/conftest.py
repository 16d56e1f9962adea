from datetime import date

import pytest

from enduse.evidence.base import load_evidence


@pytest.fixture(scope="session")
def base():
    return load_evidence()


@pytest.fixture
def today():
    return date(2026, 11, 24)
