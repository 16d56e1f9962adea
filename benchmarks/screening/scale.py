"""Screen against a million entities: the embedded list, and made-up ones beside it.

Usage: taskset -c 1 uv run python -m benchmarks.screening.scale [--entities N] [--queries N]

Says how long the index takes to build and to open, how large it is, how many names a second are
screened, and how many right answers of the small list are missing from the large one. Seconds are
of processor time, but for opening.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.screening.queries import SEED, make_queries, make_strangers
from benchmarks.screening.run import ROOT
from enduse.domain.screening import ListedName, Listing, NameKind, PartyKind, WatchlistEntry
from enduse.screening.index import Index, write_index
from enduse.screening.watchlist import Watchlist, read_watchlist

OPENINGS = "b d f g h j k l m n p r s t v z ch sh kh br kr st tr gr al ab".split()
VOWELS = "a e i o u ai ou ya".split()
ENDINGS = "n r s m l d t k z ev ov in ski ian ez oğlu ström mann berg dze enko".split()
TRADES = "Trading Shipping Electronics Logistics Energy Holding Technology Industries Bank".split()
FORMS = "LLC|Ltd|JSC|GmbH|S.A.|Co., Ltd.|OOO|FZE".split("|")
SMALL = 15_000


def _word(draw: random.Random) -> str:
    middle = "".join(
        draw.choice(OPENINGS) + draw.choice(VOWELS) for _ in range(draw.choice((1, 2, 2)))
    )
    return (middle + draw.choice(ENDINGS)).capitalize()


def made_up(count: int, listed: tuple[WatchlistEntry, ...]) -> Iterator[WatchlistEntry]:
    """Give entities with one to four names: half of their words are of the list, half made up."""
    draw = random.Random(SEED)
    known = [word for e in listed for word in e.names[0].text.replace(",", " ").split()]
    rare = [_word(draw) for _ in range(400_000)]

    def word() -> str:
        return draw.choice(known) if draw.random() < 0.5 else draw.choice(rare)

    for number in range(count):
        is_person = draw.random() < 0.6
        words = [word() for _ in range(draw.choice((2, 2, 3)))]
        if not is_person:
            words += [draw.choice(TRADES), draw.choice(FORMS)]
        names = [ListedName(" ".join(words), NameKind.PRIMARY)]
        for _ in range(draw.choice((0, 0, 1, 1, 2, 3))):
            other = [word() if draw.random() < 0.3 else old for old in words]
            names.append(ListedName(" ".join(other), NameKind.ALIAS))
        kind = PartyKind.PERSON if is_person else PartyKind.ORGANISATION
        listing = Listing("synthetic", str(number), source="made up", row=number)
        yield WatchlistEntry(f"synthetic:{number}", kind, tuple(names), (listing,))


def found_by(index: Index, texts: list[str], kind: PartyKind) -> set[tuple[int, str]]:
    rows = index.search_many(texts, kind=kind)
    return {(row.query, index.entry(row.entry).id) for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60, help="queries a category")
    parser.add_argument("--names", type=int, default=20_000, help="names screened for the speed")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    watchlist = read_watchlist(ROOT / "src/enduse/snapshots/watchlist")
    listed = watchlist.entries[:SMALL]
    asked, _ = make_queries(listed, options.queries)
    more = tuple(made_up(options.entities - len(listed), listed))
    said: dict[str, float] = {"entities": options.entities}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.index"
        began = time.process_time()
        write_index(Watchlist((*listed, *more), watchlist.coverage, "large"), path)
        said["seconds to build"] = time.process_time() - began
        del more
        said["index in GB"] = path.stat().st_size / 1e9
        opened = time.perf_counter()
        large = Index.open(path)
        said["seconds to open"] = time.perf_counter() - opened
        said["names"], said["distinct words"] = large.size[1:]
        small = Index.of(Watchlist(listed, watchlist.coverage, "small"))
        texts = [query.text for query in asked]
        own = {(number, query.entry) for number, query in enumerate(asked)}
        right = own & found_by(small, texts, PartyKind.UNKNOWN)
        said["right answers, small list"] = len(right)
        said["of them lost in the large one"] = len(
            right - found_by(large, texts, PartyKind.UNKNOWN)
        )
        strangers = [query.text for query in make_strangers(options.names)]
        began = time.process_time()
        matches = sum(1 for _ in large.search_many(strangers))
        said["names a second"] = options.names / (time.process_time() - began)
        said["matches of strangers"] = matches
        said["most memory in GB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    for name, value in said.items():
        print(f"{name:32} {value:,.3f}" if value % 1 else f"{name:32} {value:,.0f}")
    if options.json:
        options.json.write_text(json.dumps(said, indent=1), "utf-8")


if __name__ == "__main__":
    main()
