"""How sure several signs of one thing make it."""

from collections.abc import Iterable


def any_holds(signs: Iterable[tuple[str, float]]) -> float:
    """How sure that at least one of the signs holds, 0.0 to 1.0.

    Args:
        signs: a key and how sure the sign is, 0.0 to 1.0; of several with one key the surest
            counts, and counts once.
    """
    surest: dict[str, float] = {}
    for key, chance in signs:
        surest[key] = max(surest.get(key, 0.0), chance)
    doubt = 1.0
    for chance in surest.values():
        doubt *= 1.0 - chance
    return 1.0 - doubt
