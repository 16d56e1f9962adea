"""Triggers that refuse to change what is recorded, in the words of each database."""

from collections.abc import Iterator

FIXED = ("record_event", "record_checkpoint")
"""Tables whose rows are never changed and never deleted."""

BODY = "record_body"
"""The table whose rows may be emptied, once, and never deleted."""

_NOT_ERASING = """NEW.text <> '' OR NEW.salt <> '' OR NEW.erased_by IS NULL
    OR NEW.event_id <> OLD.event_id OR OLD.erased_by IS NOT NULL"""


def _sqlite_refuse(table: str, what: str, when: str = "") -> str:
    return f"""CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table} {when}
    BEGIN SELECT RAISE(ABORT, 'the record is never changed or deleted'); END"""


def _postgres_refuse(table: str, what: str, each: str, function: str = "record_refuse") -> str:
    return f"""CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}
    FOR EACH {each} EXECUTE FUNCTION {function}()"""


def _sqlite_create() -> Iterator[str]:
    for table in FIXED:
        yield _sqlite_refuse(table, "update")
    yield _sqlite_refuse(BODY, "update", f"WHEN {_NOT_ERASING}")
    for table in (*FIXED, BODY):
        yield _sqlite_refuse(table, "delete")


def _postgres_create() -> Iterator[str]:
    yield """CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record is never changed or deleted'; END $$"""
    yield f"""CREATE OR REPLACE FUNCTION record_only_erase() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF {_NOT_ERASING} THEN
        RAISE EXCEPTION 'the record is never changed or deleted';
      END IF;
      RETURN NEW;
    END $$"""
    for table in FIXED:
        yield _postgres_refuse(table, "update", "ROW")
    yield _postgres_refuse(BODY, "update", "ROW", "record_only_erase")
    for table in (*FIXED, BODY):
        yield _postgres_refuse(table, "delete", "ROW")
        yield _postgres_refuse(table, "truncate", "STATEMENT")


_SQLITE_NAMES = tuple(
    f"{table}_no_{what}" for table in (*FIXED, BODY) for what in ("update", "delete")
)
_POSTGRES_NAMES = (*_SQLITE_NAMES, *(f"{table}_no_truncate" for table in (*FIXED, BODY)))

NAMES = {"sqlite": _SQLITE_NAMES, "postgresql": _POSTGRES_NAMES}
"""The triggers that must stand, by database."""

PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal",
}
"""How to ask a database which triggers stand."""

CREATE = {"sqlite": tuple(_sqlite_create()), "postgresql": tuple(_postgres_create())}
DROP = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE_NAMES),
    "postgresql": tuple(
        f"DROP TRIGGER IF EXISTS {name} ON {name.partition('_no_')[0]}" for name in _POSTGRES_NAMES
    ),
}
