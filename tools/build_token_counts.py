"""Count in how many parties of the embedded watchlist each canonical word stands.

Usage: python tools/build_token_counts.py

The table says how much a word tells. It is built once in a while, not with every list: a new
table changes every score, so it changes the version of the engine.
"""

import csv
from collections import Counter
from pathlib import Path

from enduse.screening.normalise import words_as_written
from enduse.screening.terms import common_words
from enduse.screening.watchlist import read_watchlist

SOURCE = Path(__file__).parents[1] / "src/enduse"
LEAST = 2
COMMON_COUNT = 60  # a common name or ordinary word counts as on so many entries


def main() -> None:
    counts: Counter[str] = Counter()
    for entry in read_watchlist(SOURCE / "snapshots/watchlist").entries:
        counts.update({word.text for name in entry.names for word in words_as_written(name.text)})
    for common in common_words():
        for word in words_as_written(common):
            counts[word.text] = max(counts[word.text], COMMON_COUNT)
    kept = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    target = SOURCE / "screening/data/token_counts.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(kept)
    print(f"{len(kept)} words of {len(counts)}, {target.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
