"""What the desk does for grievances by itself, once a day."""

from django.db import transaction
from django_tasks import task

from enduse.desk.grievances.models import Grievance
from enduse.desk.grievances.purging import purge_due
from enduse.desk.record.services import record_event


@task()
def daily() -> None:
    """Note on the record what was received since yesterday, and purge what is due.

    A grievance enters the record with the day's others, in the order of its random id: an event
    at the moment of filing would keep the hour of it.
    """
    with transaction.atomic():
        for grievance in Grievance.objects.filter(is_on_record=False).order_by("pk"):
            record_event("grievance:received", actor="system:intake", thing=grievance, via="job")
            grievance.is_on_record = True
            grievance.save(update_fields=["is_on_record"])
    purge_due()
