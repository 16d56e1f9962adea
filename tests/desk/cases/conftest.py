import tomllib
from pathlib import Path

import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services

EXAMPLES = Path(__file__).parents[3] / "examples"


def example(name):
    content = tomllib.loads((EXAMPLES / f"{name}.toml").read_text("utf-8"))
    content.pop("id")
    return {**content, "as_of": content["as_of"].isoformat()}


@pytest.fixture
def ana(user_with):
    return user_with(Role.ANALYST, email="ana@example.org")


@pytest.fixture
def rui(user_with):
    return user_with(Role.REVIEWER, Role.DECIDER, email="rui@example.org")


@pytest.fixture
def opened(ana):
    """A function that opens a case on one of the examples."""

    def make(name="kenya-border-facial-recognition", **said):
        return services.open_case(
            actor=said.pop("actor", ana), title="Gates", content=example(name), **said
        )

    return make


@pytest.fixture
def case(opened):
    return opened()


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """A password is enough here; that a second factor is asked for is tested in accounts."""
    settings.MFA_REQUIRED = False
