"""What can go wrong, in the words of the caller."""


class EnduseError(Exception):
    """The root of every error this package raises on purpose.

    Args:
        message: one plain sentence that says what is wrong and what would be right.
        **values: the values that belong to it, shown after the sentence.
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values
        shown = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{message} ({shown})" if shown else message)


class InvalidInputError(EnduseError):
    """The caller gave something that cannot be used; a corrected call works."""


class NotFoundError(EnduseError):
    """What was asked for does not exist."""


class NotAllowedError(EnduseError):
    """The caller may not do this."""


class ConflictError(EnduseError):
    """The thing changed meanwhile, or is in the wrong state for this."""


class BadDataError(EnduseError):
    """Data that ships with the package is wrong: refuse to start."""


class SourceUnavailableError(EnduseError):
    """An outside source did not answer; a retry may work."""
