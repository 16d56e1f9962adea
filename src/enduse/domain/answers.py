"""Yes, no and unknown. Unknown is an answer, and it never clears a red flag."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """A three-valued answer, combined by Kleene's strong logic."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Silence(StrEnum):
    """Why an answer is unknown. Both kinds are unknown, and they are told apart."""

    NOT_CHECKED = "not checked yet"
    NOT_KNOWN = "not known after looking"


def all_of(answers: Iterable[Answer]) -> Answer:
    """NO if any is NO; YES only if every one is YES; otherwise UNKNOWN."""
    outcome = Answer.YES
    for answer in answers:
        if answer is Answer.NO:
            return Answer.NO
        if answer is Answer.UNKNOWN:
            outcome = Answer.UNKNOWN
    return outcome


def any_of(answers: Iterable[Answer]) -> Answer:
    """YES if any is YES; NO only if every one is NO; otherwise UNKNOWN."""
    outcome = Answer.NO
    for answer in answers:
        if answer is Answer.YES:
            return Answer.YES
        if answer is Answer.UNKNOWN:
            outcome = Answer.UNKNOWN
    return outcome


def not_(answer: Answer) -> Answer:
    """Turn YES and NO round; UNKNOWN stays."""
    if answer is Answer.UNKNOWN:
        return answer
    return Answer.NO if answer is Answer.YES else Answer.YES


def answer_of(truth: bool) -> Answer:  # noqa: FBT001 - the whole point is to lift a bool
    """Lift a Python truth value that is known for sure."""
    return Answer.YES if truth else Answer.NO
