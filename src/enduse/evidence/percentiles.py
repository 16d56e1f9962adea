"""Where a country stands among the countries of the world in one year."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def worse_than(values: Floats, *, higher_is_worse: bool, unlisted_zeros: int = 0) -> Floats:
    """Say of each value which share of the other countries has a better one.

    A country with the same value counts half (the mid-rank), so the best is 0, the worst is
    100, and if all are the same each is 50. A country alone in its year gets 50.

    Args:
        values: shape (n,); the figures of one year, none missing.
        higher_is_worse: which way the figure reads.
        unlisted_zeros: countries that are not in `values` because nothing was recorded there.

    Returns:
        Shape (n,); 0.0 to 100.0, rounded to one decimal.
    """
    world = np.concatenate([values, np.zeros(unlisted_zeros)])
    if len(world) < 2:
        return np.full(len(values), 50.0)
    badness = np.sort(world if higher_is_worse else -world)
    asked = values if higher_is_worse else -values
    better = np.searchsorted(badness, asked, side="left")
    as_good = np.searchsorted(badness, asked, side="right") - better - 1
    shares: Floats = 100.0 * (better + 0.5 * as_good) / (len(world) - 1)
    return np.round(shares, 1)
