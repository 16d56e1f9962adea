"""Countries: their names, and which of them a text speaks of."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from enduse.domain.errors import BadDataError, NotFoundError
from enduse.evidence.manifests import Manifest, read_file
from enduse.evidence.wording import plain, plain_words, spelled_words

Phrase = tuple[str, ...]

_KINDS = {"alias", "demonym", "place", "exact", "blocked"}
_AMBIGUOUS_CAPITALS = {
    # everyday words, first names, or towns better known elsewhere
    "male", "victoria", "georgetown", "george town", "kingston", "hamilton", "san juan", "san jose",
    "st johns", "st georges", "stanley", "douglas", "the valley", "road town", "washington",
    "jamestown", "plymouth", "kingstown", "saint pierre", "west island", "alofi", "roseau",
    "freetown", "santiago", "tripoli", "basse terre", "sucre", "wellington", "saint denis",
}  # fmt: skip
_UNSAFE_NAMES = {"reunion", "jersey", "us"}  # everyday words: read only in their exact spelling


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory, under the names in common use."""

    iso3: str
    alpha2: str
    name: str
    official_name: str
    region: str
    sub_region: str
    capital: str
    lat: float  # degrees north of a point that stands for the country
    lon: float  # degrees east


class Countries:
    """All countries, found by code, by name, or in a text."""

    def __init__(
        self, countries: Mapping[str, Country], names: Iterable[tuple[str, str, str]]
    ) -> None:
        self._by_iso3 = countries
        self._names: dict[Phrase, str] = {}  # whole names, for `resolve`
        self._phrases: dict[Phrase, str] = {}  # for `mentioned_in`; "" blocks the words
        self._exact: dict[str, str] = {}  # single words in one spelling only
        self._own_words: dict[str, frozenset[str]] = {}
        for country in countries.values():
            self._add_country(country)
        for iso3, kind, text in names:
            self._add_name(iso3, kind, text)
        self._longest = _longest_by_first_word(self._phrases)
        self._mentions = lru_cache(maxsize=4096)(self._find)

    def __iter__(self) -> Iterator[Country]:
        return iter(self._by_iso3.values())

    def get(self, iso3: str) -> Country:
        """Give one country.

        Raises:
            NotFoundError: no country has this code.
        """
        try:
            return self._by_iso3[iso3]
        except KeyError:
            raise NotFoundError("no country has this ISO 3166 alpha-3 code", iso3=iso3) from None

    def __contains__(self, iso3: object) -> bool:
        return iso3 in self._by_iso3

    def name(self, iso3: str) -> str:
        """Give the short English name; a code that is not on file stands for itself."""
        country = self._by_iso3.get(iso3)
        return country.name if country else iso3

    def centroid(self, iso3: str) -> tuple[float, float]:
        """Give the latitude and longitude of a point that stands for the country, in degrees."""
        country = self.get(iso3)
        return country.lat, country.lon

    def words_of(self, iso3: str) -> frozenset[str]:
        """Give the plain words that only say which country: its names and demonyms."""
        return self._own_words.get(iso3, frozenset())

    def resolve(self, text: str) -> str | None:
        """Read a code or a whole name as a country.

        Returns:
            The alpha-3 code; None if the text is not a country, such as `Xinjiang`.
        """
        code = text.strip().upper()
        if code in self._by_iso3:
            return code
        words = plain_words(text)
        return self._names.get(words) or self._names.get(_without_article(words))

    def mentioned_in(self, text: str) -> tuple[str, ...]:
        """Find the countries that a text speaks of, each once, in order of first mention.

        Names, aliases, demonyms, capitals and some well-known places count as whole words, the
        longest reading first: `Guinea-Bissau` is not `Guinea`. A place in a country names it.
        """
        return self._mentions(text)

    def _find(self, text: str) -> tuple[str, ...]:
        spelled = spelled_words(text)
        words = [plain(word) for word in spelled]
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            iso3, length = self._reading_at(words, at)
            if not iso3 and length == 1:
                iso3 = self._exact.get(spelled[at], "")
            if iso3:
                found[iso3] = None
            at += length
        return tuple(found)

    def _reading_at(self, words: list[str], at: int) -> tuple[str, int]:
        """Give the longest name that starts at one word, and how many words it takes."""
        for length in range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1):
            iso3 = self._phrases.get(tuple(words[at : at + length]))
            if iso3 is not None:
                return iso3, length
        return "", 1

    def _add_country(self, country: Country) -> None:
        for name in (country.name, country.official_name):
            words = _without_article(plain_words(name))
            self._names[words] = country.iso3
            self._own(country.iso3, words)
            if len(words) > 1 or words[0] not in _UNSAFE_NAMES:
                self._phrases[words] = country.iso3
        self._names[(country.alpha2.casefold(),)] = country.iso3
        capital = plain_words(country.capital)
        if capital and " ".join(capital) not in _AMBIGUOUS_CAPITALS:
            self._phrases.setdefault(capital, country.iso3)

    def _add_name(self, iso3: str, kind: str, text: str) -> None:
        if kind not in _KINDS or (kind != "blocked" and iso3 not in self._by_iso3):
            raise BadDataError("a name is of no known kind or country", iso3=iso3, name=text)
        words = plain_words(text)
        if kind == "exact":
            self._exact[spelled_words(text)[0]] = iso3
            return
        if kind in {"alias", "demonym"}:
            self._own(iso3, words)
        if kind == "alias":
            self._names[words] = iso3
        self._phrases[words] = iso3
        if kind == "demonym":
            self._phrases[(*words[:-1], words[-1] + "s")] = iso3

    def _own(self, iso3: str, words: Phrase) -> None:
        self._own_words[iso3] = self._own_words.get(iso3, frozenset()) | set(words)


def load_countries(manifest: Manifest) -> Countries:
    """Read the embedded table of countries and the names that belong to it.

    Raises:
        BadDataError: a file is not the one its manifest describes, or a row is malformed.
    """
    rows = csv.DictReader(StringIO(read_file(manifest, "countries.csv").decode()))
    names = csv.DictReader(StringIO(read_file(manifest, "names.csv").decode()))
    try:
        countries = {row["iso3"]: _country(row) for row in rows}
        return Countries(countries, [(n["iso3"], n["kind"], n["text"]) for n in names])
    except (KeyError, ValueError, TypeError) as error:
        raise BadDataError("the table of countries is malformed", why=str(error)) from error


def _country(row: Mapping[str, str]) -> Country:
    numbers = {"lat": float(row["lat"]), "lon": float(row["lon"])}
    return Country(**{**row, **numbers})  # type: ignore[arg-type]  # the columns are the fields


def _without_article(words: Phrase) -> Phrase:
    return words[1:] if words[:1] == ("the",) else words


def _longest_by_first_word(phrases: Iterable[Phrase]) -> Mapping[str, int]:
    """Say how long the longest phrase is that starts with each word."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest
