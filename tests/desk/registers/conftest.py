import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.registers import services
from enduse.desk.registers.models import Product


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.MFA_REQUIRED = False


@pytest.fixture
def ana(user_with):
    return user_with(Role.ANALYST, email="ana@example.org")


@pytest.fixture
def product(ana):
    fields = {"name": "Vantage", "vendor": "Northlight", "description": "Reads number plates."}
    return services.add_entry(Product, actor=ana, fields=fields)
