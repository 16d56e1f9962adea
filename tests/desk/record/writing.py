"""Programs that write to a desk's record; tests run them in processes of their own."""

MANY_AT_ONCE = """
import sys, threading
from django.db import connection, transaction
from enduse.desk.record.services import record_event

writers, each = int(sys.argv[1]), int(sys.argv[2])
together = threading.Barrier(writers)

def connections():
    "As many as the server still takes; SQLite takes all."
    if connection.vendor == "sqlite":
        return writers
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - count(*)::int - 10"
                       " FROM pg_stat_activity")
        return max(2, min(writers, cursor.fetchone()[0]))

connected = threading.Semaphore(connections())

def write(number):
    together.wait()
    for step in range(each):
        with connected:
            with transaction.atomic():
                record_event(
                    "test:written", actor=f"system:{number}", thing=f"test:{step}", reason="x"
                )
            connection.close()

threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
[t.start() for t in threads]
[t.join() for t in threads]
"""

WITHOUT_END = """
import itertools
from django.db import transaction
from enduse.desk.record.services import record_event

for number in itertools.count():
    with transaction.atomic():
        record_event("test:written", actor="system:a", thing=f"test:{number}", body={"n": number})
        record_event("test:written", actor="system:b", thing=f"test:{number}", body={"n": number})
    print(number, flush=True)
"""

SOME = """
import sys
from django.db import transaction
from enduse.desk.record.services import record_event

for number in range(int(sys.argv[1])):
    with transaction.atomic():
        record_event("test:written", actor="system:a", thing=f"test:{number}", reason=f"r{number}")
"""

COUNT = """
from enduse.desk.record.models import Event
from enduse.desk.record.verification import verify_record
found = verify_record()
print(found.events, Event.objects.values("actor", "thing").distinct().count(), *found.problems)
"""
