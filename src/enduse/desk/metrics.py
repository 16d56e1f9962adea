"""What Prometheus may ask for: requests, the record, the queue; never who or what about."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from enduse.desk.record.models import ChainHead, Checkpoint

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "enduse_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "enduse_request_seconds", "Time to answer a request.", ["route"], registry=REGISTRY
)


class DatabaseFigures(Collector):
    """Figures that are read from the database when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the length of the record, the age of its checkpoint and the jobs by state."""
        yield _gauge("enduse_record_events", "Events on record.", _events())
        if (age := _checkpoint_age_in_seconds()) is not None:
            yield _gauge("enduse_checkpoint_age_seconds", "Age of the newest checkpoint.", age)
        jobs = GaugeMetricFamily("enduse_jobs", "Jobs by state.", labels=["state"])
        for state, number in DBTaskResult.objects.values_list("status").annotate(Count("id")):
            jobs.add_metric([state.lower()], number)
        yield jobs


REGISTRY.register(DatabaseFigures())


def page() -> bytes:
    """Everything there is, in the text format of Prometheus."""
    return generate_latest(REGISTRY)


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)


def _events() -> int:
    return ChainHead.objects.values_list("seq", flat=True).first() or 0


def _checkpoint_age_in_seconds() -> float | None:
    newest = Checkpoint.objects.order_by("-size").first()
    return None if newest is None else (timezone.now() - newest.at).total_seconds()
