"""The peers, each behind the same call: queries in, scores by entry out."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.screening.queries import Query
from enduse.domain.screening import PartyKind, WatchlistEntry

Entries = tuple[WatchlistEntry, ...]
Score = Callable[[Sequence[Query]], list[dict[str, float]]]
SCHEMA = {
    PartyKind.PERSON: "Person",
    PartyKind.ORGANISATION: "Organization",
    PartyKind.VESSEL: "Vessel",
    PartyKind.AIRCRAFT: "Airplane",
    PartyKind.UNKNOWN: "LegalEntity",
}
CANDIDATES = 50
FLOOR = 0.3


def _names(entries: Entries) -> tuple[list[str], list[str]]:
    pairs = [(name.text, entry.id) for entry in entries for name in entry.names]
    return [text.casefold() for text, _ in pairs], [entry for _, entry in pairs]


def _tantivy(entries: Entries) -> Callable[[str], list[tuple[str, float]]]:
    """Fuzzy full-text search over all names of an entry: the candidates of a search server."""
    import tantivy
    from normality import ascii_text

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("name", stored=False)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=200_000_000)
    for entry in entries:
        text = " ".join(f"{n.text} {ascii_text(n.text) or ''}" for n in entry.names)
        writer.add_document(tantivy.Document(id=entry.id, name=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[tuple[str, float]]:
        words = {w for w in (ascii_text(text) or "").lower().replace(",", " ").split() if w}
        parts = []
        for word in sorted(words):
            clean = "".join(c for c in word if c.isalnum())
            if clean:
                exact = tantivy.Query.term_query(schema, "name", clean)
                parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(exact, 3.0)))
                if len(clean) > 3:
                    fuzzy = tantivy.Query.fuzzy_term_query(schema, "name", clean, distance=2)
                    parts.append((tantivy.Occur.Should, fuzzy))
        if not parts:
            return []
        found = searcher.search(tantivy.Query.boolean_query(parts), CANDIDATES).hits
        return [(searcher.doc(address)["id"][0], score) for score, address in found]

    return find


def logic(name: str) -> Callable[[Entries], Score]:
    """Nomenklatura's algorithm on fifty candidates of a full-text index, in process."""

    def make(entries: Entries) -> Score:
        from followthemoney.proxy import EntityProxy
        from nomenklatura.matching import get_algorithm
        from nomenklatura.matching.types import ScoringConfig

        algorithm: Any = get_algorithm(name)
        config = ScoringConfig.defaults()
        find = _tantivy(entries)

        def proxy(id_: str, names: list[str], kind: PartyKind) -> Any:
            return EntityProxy.from_dict(
                {"id": id_, "schema": SCHEMA[kind], "properties": {"name": names}}
            )

        numbers = itertools.count()
        listed = {e.id: proxy(e.id, [n.text for n in e.names], e.kind) for e in entries}

        def score(queries: Sequence[Query]) -> list[dict[str, float]]:
            found = []
            for query in queries:
                # the algorithm remembers names by entity id: every query needs its own
                asked = proxy(f"query-{next(numbers)}", [query.text], query.kind)
                found.append(
                    {
                        id_: algorithm.compare(asked, listed[id_], config).score
                        for id_, _ in find(query.text)
                    }
                )
            return found

        score([Query("warm up", "", "", PartyKind.PERSON)])
        return score

    return make


def rapidfuzz_all(entries: Entries) -> Score:
    """token_sort_ratio against every name."""
    from rapidfuzz import fuzz, process

    names, ids = _names(entries)

    def score(queries: Sequence[Query]) -> list[dict[str, float]]:
        found = []
        for query in queries:
            best: dict[str, float] = defaultdict(float)
            for _, value, at in process.extract(
                query.text.casefold(), names, scorer=fuzz.token_sort_ratio, limit=30
            ):
                best[ids[at]] = max(best[ids[at]], value / 100.0)
            found.append(dict(best))
        return found

    return score


def trigrams(entries: Entries) -> Score:
    """Cosine of TF-IDF character trigrams, the best thirty by sparse_dot_topn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    names, ids = _names(entries)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    listed = vectorizer.fit_transform(names).T.tocsr()

    def score(queries: Sequence[Query]) -> list[dict[str, float]]:
        rows = vectorizer.transform([query.text.casefold() for query in queries])
        best = sp_matmul_topn(rows, listed, top_n=30, threshold=FLOOR).tocsr()
        found: list[dict[str, float]] = []
        for q in range(len(queries)):
            own: dict[str, float] = defaultdict(float)
            for at in range(best.indptr[q], best.indptr[q + 1]):
                id_ = ids[best.indices[at]]
                own[id_] = max(own[id_], float(best.data[at]))
            found.append(dict(own))
        return found

    return score


def tantivy_rapidfuzz(entries: Entries) -> Score:
    """Fifty candidates of a full-text index, ordered by token_sort_ratio."""
    from rapidfuzz import fuzz

    find = _tantivy(entries)
    listed = {e.id: [n.text.casefold() for n in e.names] for e in entries}

    def score(queries: Sequence[Query]) -> list[dict[str, float]]:
        return [
            {
                id_: max(fuzz.token_sort_ratio(query.text.casefold(), n) for n in listed[id_]) / 100
                for id_, _ in find(query.text)
            }
            for query in queries
        ]

    return score


PEERS: dict[str, Callable[[Entries], Score]] = {
    "logic-v2": logic("logic-v2"),
    "logic-v1": logic("logic-v1"),
    "rapidfuzz": rapidfuzz_all,
    "tantivy": tantivy_rapidfuzz,
    "sparse_dot_topn": trigrams,
}
