"""What tests of the desk share. Django starts here, so that the other suites run without it.

They run on SQLite; with ENDUSE_TEST_DATABASE_URL, on the database it names.
"""

import os
import tempfile
from pathlib import Path

import django
import pytest

_FOLDER = Path(tempfile.mkdtemp(prefix="enduse-desk-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "enduse.desk.settings"
os.environ["ENDUSE_DESK_DIR"] = str(_FOLDER)
os.environ["DATABASE_URL"] = os.environ.get("ENDUSE_TEST_DATABASE_URL", "")
django.setup()

from django.conf import settings  # noqa: E402  needs Django's settings
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management.commands import flush  # noqa: E402  needs Django's settings
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from enduse.desk import keys  # noqa: E402
from enduse.desk.accounts.models import RoleGrant, User  # noqa: E402
from enduse.desk.accounts.roles import Role  # noqa: E402
from enduse.desk.record import triggers  # noqa: E402
from tests.desk.own_desk import copy_of, empty_desk  # noqa: E402

settings.KEYS_DIR = _FOLDER / "keys"
settings.EVIDENCE_DIR = _FOLDER / "evidence"
keys.make_keys(settings.KEYS_DIR)

# Tests hash passwords by the same function with the least work it takes.
Argon2PasswordHasher.time_cost = Argon2PasswordHasher.parallelism = 1
Argon2PasswordHasher.memory_cost = 8

_plain_flush = flush.sql_flush


def _flush_past_triggers(
    style: object, connection: BaseDatabaseWrapper, *args: object, **options: object
) -> list[str]:
    """Empty the tables between tests; the record refuses it, so its triggers step aside."""
    statements = _plain_flush(style, connection, *args, **options)
    return [*triggers.DROP[connection.vendor], *statements, *triggers.CREATE[connection.vendor]]


flush.sql_flush = _flush_past_triggers


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    """Start every test with the limits of logins unused."""
    cache.clear()


@pytest.fixture
def user_with(db):
    """A function that makes a user with the given roles."""

    def make(*roles: Role, email: str = "") -> User:
        user = User.objects.create_user(email or f"u{User.objects.count()}@example.org")
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
        return user

    return make


@pytest.fixture(scope="session")
def prepared_desk(tmp_path_factory):
    """A desk with its keys and tables and nothing else; copied by `own_desk`, never used itself."""
    server = os.environ.get("ENDUSE_TEST_DATABASE_URL", "")
    with empty_desk(tmp_path_factory.mktemp("prepared"), server) as desk:
        desk.python("from enduse.desk.preparation import prepare; prepare()")
        yield desk


@pytest.fixture
def own_desk(prepared_desk, tmp_path):
    """A desk of the test's own, for what several processes do to it."""
    with copy_of(prepared_desk, tmp_path / "desk") as desk:
        yield desk
