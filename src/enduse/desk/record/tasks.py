"""What the record does by the clock."""

from django_tasks import task

from enduse.desk.record.checkpoints import make_checkpoint


@task()
def sign_the_record() -> int:
    """Make the checkpoint of the day; the number of events it signs."""
    return make_checkpoint().size
