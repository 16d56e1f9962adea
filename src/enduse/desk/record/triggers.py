"""Triggers that refuse to change what is recorded, in the words of each database."""

EVENT, BODY = "record_event", "record_body"

_SQLITE_CREATE = (
    f"""CREATE TRIGGER {EVENT}_no_update BEFORE UPDATE ON {EVENT}
    BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END""",
    f"""CREATE TRIGGER {EVENT}_no_delete BEFORE DELETE ON {EVENT}
    BEGIN SELECT RAISE(ABORT, 'the record is never deleted'); END""",
    f"""CREATE TRIGGER {BODY}_only_erase BEFORE UPDATE ON {BODY}
    WHEN NEW.text <> '' OR NEW.salt <> '' OR NEW.erased_by IS NULL OR NEW.event_id <> OLD.event_id
    OR OLD.erased_by IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a body is erased or left as it is'); END""",
    f"""CREATE TRIGGER {BODY}_no_delete BEFORE DELETE ON {BODY}
    BEGIN SELECT RAISE(ABORT, 'the record is never deleted'); END""",
)
_SQLITE_DROP = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        f"{EVENT}_no_update",
        f"{EVENT}_no_delete",
        f"{BODY}_only_erase",
        f"{BODY}_no_delete",
    )
)
_POSTGRES_CREATE = (
    """CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record is never changed or deleted'; END $$""",
    """CREATE OR REPLACE FUNCTION record_only_erase() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.text <> '' OR NEW.salt <> '' OR NEW.erased_by IS NULL
         OR NEW.event_id <> OLD.event_id OR OLD.erased_by IS NOT NULL THEN
        RAISE EXCEPTION 'a body is erased or left as it is';
      END IF;
      RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {EVENT}_no_change BEFORE UPDATE OR DELETE ON {EVENT}
    FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    f"""CREATE TRIGGER {EVENT}_no_truncate BEFORE TRUNCATE ON {EVENT}
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
    f"""CREATE TRIGGER {BODY}_only_erase BEFORE UPDATE ON {BODY}
    FOR EACH ROW EXECUTE FUNCTION record_only_erase()""",
    f"""CREATE TRIGGER {BODY}_no_delete BEFORE DELETE ON {BODY}
    FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    f"""CREATE TRIGGER {BODY}_no_truncate BEFORE TRUNCATE ON {BODY}
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
)
_POSTGRES_DROP = (
    f"DROP TRIGGER IF EXISTS {EVENT}_no_change ON {EVENT}",
    f"DROP TRIGGER IF EXISTS {EVENT}_no_truncate ON {EVENT}",
    f"DROP TRIGGER IF EXISTS {BODY}_only_erase ON {BODY}",
    f"DROP TRIGGER IF EXISTS {BODY}_no_delete ON {BODY}",
    f"DROP TRIGGER IF EXISTS {BODY}_no_truncate ON {BODY}",
)

CREATE = {"sqlite": _SQLITE_CREATE, "postgresql": _POSTGRES_CREATE}
DROP = {"sqlite": _SQLITE_DROP, "postgresql": _POSTGRES_DROP}
