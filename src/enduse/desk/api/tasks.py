"""What the API does as jobs: telling webhooks, verifying the record, forgetting old answers."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from enduse.desk.api.models import Delivery, DeliveryState
from enduse.desk.api.repeats import forget_old_answers
from enduse.desk.api.webhooks import attempt
from enduse.desk.jobs.services import report
from enduse.desk.record.verification import verify_record


@task()
def deliver(delivery: str) -> None:
    """Tell one webhook of one event; try again later if it does not answer."""
    waiting = Delivery.objects.select_related("webhook__owner").filter(
        pk=delivery, state=DeliveryState.WAITING
    )
    for row in waiting:
        wait = attempt(row)
        if wait is not None:
            later = timezone.now() + timedelta(seconds=wait)
            deliver.using(run_after=later).enqueue(delivery)


@task(takes_context=True)
def verify(context: TaskContext) -> bool:
    """Read the whole record again; whether it is whole."""
    found = verify_record()
    says = f"{found.events} events, {len(found.problems)} problems, root {found.root}"
    report(context.task_result.id, done=found.events, total=found.events, says=says[:300])
    return found.is_good


@task()
def forget() -> int:
    """Forget the answers kept for repeated requests when their time is over."""
    return forget_old_answers()
