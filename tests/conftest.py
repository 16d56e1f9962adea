"""What every test shares: one engine, loaded once, and no network."""

import pytest

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.pack import RulePack, load_pack


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return load_pack()
