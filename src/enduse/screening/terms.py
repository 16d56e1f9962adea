"""Words and phrases that mean one thing in many languages, and spellings of one name."""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from enduse.screening.countries import country_names
from enduse.screening.scripts import main_script

Words = tuple[str, ...]
ReadWords = Callable[[str], Words]
_LONGEST_COUNTRY = 3
_DATA = files("enduse.screening").joinpath("data")


@dataclass(frozen=True, slots=True)
class Terms:
    """What normalisation replaces and drops. All words are in the letters a to z."""

    stop: frozenset[str]  # dropped wherever another word stays
    light: frozenset[str]  # kept, weighs next to nothing
    legal: frozenset[str]  # the canonical legal forms
    trades: frozenset[str]  # the canonical words of trades and bodies of state
    places: frozenset[str]  # cities and provinces
    phrases: Mapping[str, tuple[tuple[Words, Words], ...]]  # first word -> (phrase, canonical)


@cache
def raw_terms() -> Mapping[str, Mapping[str, str]]:
    """Read the table of terms as it was written."""
    return MappingProxyType(tomllib.loads(_DATA.joinpath("terms.toml").read_text("utf-8")))


def make_terms(read_words: ReadWords) -> Terms:
    """Read the table through the same words that names are read with."""
    raw = raw_terms()
    stop = frozenset(raw["stop"]["words"].split())
    pairs: dict[Words, Words] = {}
    for section in ("terms", "places", "proper", "legal"):
        for canonical, forms in raw[section].items():
            target = tuple(canonical.split())
            for form in (canonical, *forms.split("|")):
                phrase = tuple(word for word in read_words(form.strip()) if word not in stop)
                # one sign of Chinese is read like many others
                if phrase and not (len(form.strip()) == 1 and main_script(form) == "Han"):
                    pairs[phrase] = target
    for phrase, target in _country_pairs(read_words):
        pairs.setdefault(phrase, target)
    by_first: dict[str, list[tuple[Words, Words]]] = {}
    for phrase, target in pairs.items():
        by_first.setdefault(phrase[0], []).append((phrase, target))
    longest_first = {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in by_first.items()
    }
    return Terms(
        stop=stop,
        light=frozenset(raw["light"]["words"].split()),
        legal=frozenset(raw["legal"]),
        trades=frozenset(word for key in raw["terms"] for word in key.split()),
        places=frozenset(word for key in raw["places"] for word in key.split()),
        phrases=MappingProxyType(longest_first),
    )


def _country_pairs(read_words: ReadWords) -> Iterator[tuple[Words, Words]]:
    """Give every country's names, and what they become beside a noun, with its English words."""
    own = {
        read_words(form.strip()): tuple(canonical.split())
        for canonical, forms in raw_terms()["proper"].items()
        for form in forms.split("|")
    }
    for names in country_names().values():
        target = next((own[w] for w in map(read_words, names) if w in own), read_words(names[0]))
        if len(target) > _LONGEST_COUNTRY:
            continue
        for name in names:
            for form in (name, *_inflected(name)):
                if 0 < len(words := read_words(form)) <= _LONGEST_COUNTRY:
                    yield words, target


def _inflected(name: str) -> tuple[str, ...]:
    """Give the Russian genitive and the Arabic adjectives of a country of one word."""
    script = main_script(name)
    if " " in name or script not in {"Cyrillic", "Arabic"}:
        return ()
    if script == "Arabic":
        stem = name.rstrip("اةى").removesuffix("ي")
        return (f"{stem}ي", f"{stem}ية")
    for ending, genitive in (("ия", "ии"), ("а", "ы"), ("й", "я")):
        if name.endswith(ending):
            return (name.removesuffix(ending) + genitive,)
    return (name + "а",) if name[-1] not in "аеиоуыэюя" else ()


@cache
def _variants() -> Mapping[str, tuple[Words, ...]]:
    raw = tomllib.loads(_DATA.joinpath("variants.toml").read_text("utf-8"))
    lines = {key: [line.split() for line in text.splitlines()] for key, text in raw.items()}
    return MappingProxyType(
        {key: tuple(tuple(line) for line in rows if line) for key, rows in lines.items()}
    )


def variant_forms(section: str) -> Iterator[str]:
    """Give every written form of the `names` that are spelt in several ways, or `nicknames`."""
    for line in _variants()[section]:
        yield from line


@cache
def token_counts() -> Mapping[str, int]:
    """Canonical word -> in how many parties of the embedded list it stood."""
    text = _DATA.joinpath("token_counts.csv").read_text("utf-8")
    return MappingProxyType({row[0]: int(row[1]) for row in csv.reader(text.splitlines())})


@cache
def common_names() -> Mapping[str, int]:
    """Give names that very many people bear, and a number for each."""
    names = sorted(_words_of_file("common_names.txt"))
    return MappingProxyType({name: number for number, name in enumerate(names)})


@cache
def common_words() -> frozenset[str]:
    """Give names that very many people bear and words that very many firms use."""
    return _words_of_file("common_words.txt") | common_names().keys()


def _words_of_file(file: str) -> frozenset[str]:
    lines = _DATA.joinpath(file).read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def single_forms(read_words: ReadWords, sections: tuple[str, ...]) -> Iterator[str]:
    """Give every word of the forms in some sections of the table."""
    for section in sections:
        for canonical, forms in raw_terms()[section].items():
            for form in (canonical, *forms.split("|")):
                yield from read_words(form.strip())


def make_groups(section: str, read_words: ReadWords) -> Mapping[str, tuple[int, ...]]:
    """Word -> numbers of the groups it stands in; a short form is one of every spelling.

    Args:
        section: `names` for spellings of one name, `nicknames` for its short forms.
        read_words: turns a form into its canonical words.
    """
    found: dict[str, list[int]] = {}
    lines = _variants()[section]
    if section == "nicknames":
        lines = tuple((*line, *_other_spellings(line[0])) for line in lines)
    for number, line in enumerate(lines):
        for form in line:
            words = read_words(form)
            if len(words) == 1 and number not in found.setdefault(words[0], []):
                found[words[0]].append(number)
    return MappingProxyType({word: tuple(numbers) for word, numbers in found.items()})


def _other_spellings(name: str) -> Iterator[str]:
    for line in _variants()["names"]:
        if name in line:
            yield from line


@cache
def syllables() -> Mapping[str, int]:
    """Give every syllable that Chinese names are written with, and its number.

    Two syllables are two names, however few letters differ.
    """
    table = _variants()["syllables"]
    made = (first + last for first, *lasts in table for last in lasts)
    return MappingProxyType({text.strip("-"): number for number, text in enumerate(made)})
