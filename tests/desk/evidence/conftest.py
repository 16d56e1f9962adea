import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.evidence import services
from enduse.desk.evidence.services import About, Upload


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.MFA_REQUIRED = False


@pytest.fixture
def ana(user_with):
    return user_with(Role.ANALYST, email="ana@example.org")


@pytest.fixture
def add(ana):
    """A function that keeps a file."""

    def make(name="memo.txt", content=b"A memo.", **about):
        return services.add_file(
            actor=ana, upload=Upload(name, [content]), about=About("Memo", **about)
        )

    return make
