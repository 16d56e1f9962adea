import random
import time

import pytest

from tests.desk.record.writing import COUNT, MANY_AT_ONCE, WITHOUT_END

WRITERS, EACH = 200, 3


def test_200_writers_at_once_lose_no_event_and_keep_one_chain(own_desk):
    own_desk.python(MANY_AT_ONCE, WRITERS, EACH)
    assert own_desk.python(COUNT).split() == [str(WRITERS * EACH)] * 2


@pytest.mark.parametrize(
    "kills", [pytest.param(5, id="short"), pytest.param(100, marks=pytest.mark.long, id="long")]
)
def test_a_writer_killed_in_mid_write_leaves_a_verifying_chain(own_desk, kills):
    moments = random.Random(kills)  # noqa: S311  moments to kill at, no secrets
    said = 0
    for _ in range(kills):
        with own_desk.start(WITHOUT_END) as writer:
            writer.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.2))
            writer.kill()
            said += 1 + len(writer.stdout.read().splitlines())
    events, *problems = own_desk.python(COUNT).split()
    assert int(events) % 2 == 0, "a transaction is there completely or not at all"
    assert 2 * said <= int(events) <= 2 * (said + kills)
    assert problems[1:] == []
