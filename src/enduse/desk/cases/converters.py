"""How a case stands in an address: by its reference."""


class CaseConverter:
    """`C-0012` in the address, 12 in the view."""

    regex = r"[Cc]-[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The number of a reference."""
        return int(value[2:])

    def to_url(self, value: int) -> str:
        """The reference of a number."""
        return f"C-{value:04d}"
