"""The one way from the desk into the core: an engine, loaded once a process."""

from django.conf import settings

from enduse.assessment.engine import Engine, load_engine


def engine() -> Engine:
    """The engine every assessment of this process runs on; the first call takes a second or two.

    Raises:
        BadDataError: a rule pack or a snapshot is not as it should be.
    """
    return load_engine(settings.RULE_PACK_DIR, settings.CORE_DATA_DIR)
