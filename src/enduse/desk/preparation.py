"""What a desk needs before it can work: folders, keys, tables."""

from django.conf import settings
from django.core.management import call_command

from enduse.desk import keys


def prepare() -> None:
    """Make the folders, keys and tables that are missing; what is there stays as it is."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.EVIDENCE_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.make_keys(settings.KEYS_DIR)
    settings.SECRET_KEY = keys.session_key(settings.KEYS_DIR)  # made just now on a first start
    call_command("migrate", interactive=False, verbosity=0)
