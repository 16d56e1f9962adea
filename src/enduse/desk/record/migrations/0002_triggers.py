"""Make the database itself refuse to change the record."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from enduse.desk.record import triggers


def create(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers that this database needs."""
    for statement in triggers.CREATE[editor.connection.vendor]:
        editor.execute(statement, params=None)


def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    for statement in triggers.DROP[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers on the tables of the record."""

    dependencies: ClassVar = [("record", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(create, drop)]
