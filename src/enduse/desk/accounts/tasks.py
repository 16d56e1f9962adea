"""What accounts do by the clock."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task

from enduse.desk.accounts.models import Invitation


@task()
def forget_what_expired() -> int:
    """Delete sessions and links whose time is over; how many."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    links, _ = Invitation.objects.filter(expires_at__lt=now, used_at=None).delete()
    return sessions + links
