"""Officers with keys, and what they need to read."""

import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.grievances.handling import Opener, set_up_key, unlock

PASSPHRASE = "a long enough passphrase"  # noqa: S105 -- of invented officers


@pytest.fixture
def officer_named(user_with):
    """A function that makes an officer with an unlocked key."""

    def make(name: str) -> Opener:
        user = user_with(Role.GRIEVANCE_OFFICER, email=f"{name.lower()}@example.org")
        user.name = name
        user.save()
        set_up_key(user, PASSPHRASE)
        return Opener(user, unlock(user, PASSPHRASE))

    return make


@pytest.fixture
def ana(officer_named):
    return officer_named("Ana")


@pytest.fixture
def ben(officer_named):
    return officer_named("Ben")
