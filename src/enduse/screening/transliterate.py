"""Words of any script in the letters a to z and the digits, one word in, one or more out."""

from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

from enduse.screening.scripts import main_script, script_of

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғҳҷңәөүұһ",
        (
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi "
            "ye g u k g h j n a o u u h"
        ).split(),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیھەڤۀ",
        (
            "_ a a w i y a b h t th j h kh d dh r z s sh s d t z a gh f q k l m n h w a y p "
            "ch zh g k y h h v h"
        ).split(),
        strict=True,
    )
)
_HEBREW = dict(
    zip(
        "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        ("a b g d h w z h t y k k l m m n n s a p p ts ts k r sh t").split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        ("a v g d e z i th i k l m n x o p r s s t y f ch ps o").split(),
        strict=True,
    )
)
_GREEK_PAIRS = (("ου", "oy"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "gk"), ("αυ", "av"), ("ευ", "ev"))
_HANGUL_FIRST = ("k kk n t tt r m p pp s ss _ j jj ch k t p h").split()
_HANGUL_VOWEL = ("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i").split()
_HANGUL_LAST = ("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t").split()
_FIRST_HANGUL = 0xAC00
_ARABIC_ENDINGS = (
    ("الله", "allah"), ("اللہ", "allah"), ("الدين", "din"), ("الدین", "din"),
)  # fmt: skip
_MARKS = "".join(map(chr, (*range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x0591, 0x05C8))))
_NO_MARKS = str.maketrans("", "", _MARKS)
_ARTICLE_LENGTH = 2
_SHORT = 3


def latin_words(word: str) -> tuple[str, ...]:
    """Write one word in a to z and 0 to 9; Han and Hangul give one word a syllable.

    Args:
        word: letters and digits in lower case, no spaces.
    """
    if word.isascii():
        return (word,)
    return _latin_words(word)


def is_bare(word: str) -> bool:
    """Say whether a word is in a script that leaves the short vowels out."""
    return not word.isascii() and main_script(word) in {"Arabic", "Hebrew"}


@lru_cache(maxsize=200_000)
def _latin_words(word: str) -> tuple[str, ...]:
    runs = groupby(word.translate(_NO_MARKS), key=_run_of)
    parts: list[str] = []
    for script, letters in runs:
        made = _in_latin(script, "".join(letters))
        # a Latin letter with a mark stays in its word; syllables of Han and Hangul stand alone
        joins = parts and script in {"Latin", ""} and not _is_syllabic(word)
        parts = [*parts[:-1], parts[-1] + made[0]] if joins and made else [*parts, *made]
    cleaned = ("".join(c for c in part if c.isascii() and c.isalnum()) for part in parts)
    return tuple(part for part in cleaned if part)


def _run_of(character: str) -> str:
    script = script_of(character)
    return "" if character.isdigit() else script


def _is_syllabic(word: str) -> bool:
    return any(script_of(c) in {"Han", "Hangul"} for c in word)


def _in_latin(script: str, run: str) -> list[str]:
    match script:
        case "Han":
            return [anyascii(c).lower() for c in run]
        case "Hangul":
            return [_syllable(c) for c in run]
        case "Cyrillic":
            return [_by_table(run, _CYRILLIC)]
        case "Arabic":
            return _arabic(run)
        case "Hebrew":
            return [_by_table(run, _HEBREW)]
        case "Greek":
            return [_greek(run)]
        case _:
            return [anyascii(run).lower().replace(" ", "")]


def _by_table(run: str, table: dict[str, str]) -> str:
    return "".join(table.get(c, anyascii(c).lower()).replace("_", "") for c in run)


def _arabic(run: str) -> list[str]:
    """Leave the article out: it is written at the word in Arabic and apart in Latin.

    The words for God and creed have vowels that Arabic does not write; names end in them.
    """
    for ending, latin in _ARABIC_ENDINGS:
        if run.endswith(ending):
            before = run.removesuffix(ending)
            return [*(_arabic(before) if before else []), latin]
    if run.startswith("ال") and len(run) > _ARTICLE_LENGTH + _SHORT - 1:
        run = run[_ARTICLE_LENGTH:]
    elif run.startswith("وال") and len(run) > _ARTICLE_LENGTH + _SHORT:
        run = run[_SHORT:]
    return [_by_table(run, _ARABIC)]


def _greek(run: str) -> str:
    plain = anyascii_marks(run)
    for pair, letters in _GREEK_PAIRS:
        plain = plain.replace(pair, letters)
    return _by_table(plain, _GREEK)


def anyascii_marks(run: str) -> str:
    """Take the accents off Greek letters."""
    return run.translate(str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ"))


def _syllable(character: str) -> str:
    """Romanise one syllable as names of the North are written: Kim Jong Un."""
    code = ord(character) - _FIRST_HANGUL
    if not 0 <= code < len(_HANGUL_FIRST) * len(_HANGUL_VOWEL) * len(_HANGUL_LAST):
        return anyascii(character).lower()
    first, rest = divmod(code, len(_HANGUL_VOWEL) * len(_HANGUL_LAST))
    vowel, last = divmod(rest, len(_HANGUL_LAST))
    parts = (_HANGUL_FIRST[first], _HANGUL_VOWEL[vowel], _HANGUL_LAST[last])
    return "".join(parts).replace("_", "")
