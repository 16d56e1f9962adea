"""The exit codes of the command line, and the one line that says what is wrong."""

from enduse.domain.errors import (
    BadDataError,
    ConflictError,
    EnduseError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SourceUnavailableError,
)

OK, FAILED, BAD_INPUT, UNAVAILABLE, STOPPED = 0, 1, 2, 3, 130
"""FAILED: the command did its work and some of what it looked at is not as it should be."""

EXIT_CODES: dict[type[EnduseError], int] = {
    InvalidInputError: BAD_INPUT,
    NotFoundError: BAD_INPUT,
    BadDataError: BAD_INPUT,
    ConflictError: BAD_INPUT,
    NotAllowedError: BAD_INPUT,
    SourceUnavailableError: UNAVAILABLE,
}


def exit_code_of(error: EnduseError) -> int:
    """The exit code of an error; of its nearest listed kind."""
    kinds = type(error).__mro__
    return next((EXIT_CODES[kind] for kind in kinds if kind in EXIT_CODES), BAD_INPUT)


def in_one_line(text: str) -> str:
    """Text without line breaks and control characters, safe to print on a terminal."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(plain.split())
