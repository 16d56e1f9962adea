"""How alike two tokens are, and the keys by which alike tokens are found.

Two tokens are alike when they are spellings or short forms of one name, when few letters differ,
or when the consonants sound the same. `keys_of` gives two alike tokens at least one key in
common, so that looking up keys finds exactly the tokens that `similarity` calls alike.
"""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.tokens import LEGAL, LIGHT, NUMBER, TokenTable

LEAST = 0.62  # below this two tokens are not alike
SPELLING, SHORT_FORM = 0.95, 0.85
_HIGHEST_FUZZY = 0.96
_PREFIX = 8  # deletes are taken from so many first letters: enough for two edits
_MAX = 40
MAX_KEYS = 256

_A, _B, _E, _H, _I, _L, _N, _O, _U, _W, _Y = (ord(c) for c in "abehilnouwy")
_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_KIND_DELETE, _KIND_SOUND, _KIND_SPELLING, _KIND_SHORT, _KIND_EXACT = (
    np.uint64(k) for k in (1, 2, 3, 4, 5)
)


def _sound_table() -> npt.NDArray[np.uint8]:
    """Letter -> the letter that stands for all that sound like it; 0 for vowels, h, w and y."""
    table = np.zeros(128, np.uint8)
    for letters in ("kcqgx", "sz", "td", "bp", "fv", "l", "r", "m", "n", "j"):
        for letter in letters:
            table[ord(letter)] = ord(letters[0])
    for digit in "0123456789":
        table[ord(digit)] = ord(digit)
    return table


def _cost_table() -> npt.NDArray[np.float32]:
    """Shape (128, 128): what it costs to take one letter for another, 0.0 to 1.0."""
    costs = np.ones((128, 128), np.float32)
    groups = (
        ("aeiouyw", 0.5), ("iyj", 0.3), ("uow", 0.35), ("ae", 0.4), ("kcqgx", 0.45), ("sz", 0.4),
        ("dt", 0.5), ("bp", 0.6), ("fv", 0.4), ("vw", 0.35), ("ck", 0.2), ("kq", 0.2), ("gj", 0.5),
        ("ie", 0.3), ("ou", 0.3), ("jz", 0.6), ("gh", 0.5), ("kh", 0.5), ("mn", 0.8), ("cs", 0.6),
        ("fp", 0.7), ("bv", 0.7), ("dz", 0.6), ("vw", 0.3), ("sc", 0.6),
    )  # fmt: skip
    for letters, cost in groups:
        for one in letters:
            for other in letters:
                if one != other:
                    pair = ord(one), ord(other)
                    costs[pair] = min(costs[pair], cost)
    for code in range(128):
        costs[code, code] = 0.0
    return costs


_SOUND, _COSTS = _sound_table(), _cost_table()


@compiled
def _is_vowel(letter: int) -> bool:
    return letter in (_A, _E, _I, _O, _U)


@compiled
def sound_of(letters: npt.NDArray[np.uint8], out: npt.NDArray[np.uint8]) -> int:
    """Write the consonants as they sound, repeats once; give their number."""
    size = 0
    for letter in letters:
        sound = _SOUND[letter]
        if sound and (size == 0 or out[size - 1] != sound):
            out[size] = sound
            size += 1
    return size


@compiled
def _opening(letters: npt.NDArray[np.uint8]) -> int:
    """Give 1 for a token that opens with a consonant that sounds, else 0."""
    return 1 if _SOUND[letters[0]] else 0


@compiled
def _hash(kind: np.uint64, letters: npt.NDArray[np.uint8], size: int) -> np.uint64:
    value = (_FNV ^ kind) * _PRIME
    for i in range(size):
        value = (value ^ np.uint64(letters[i])) * _PRIME
    return value ^ (value >> np.uint64(29))


@compiled
def budget(length: int) -> int:
    """Edits that a token of so many letters may hold."""
    if length < 4:  # short tokens are other words after one edit
        return 0
    return 1 if length < 6 else 2  # the same, for two edits


@compiled
def stripped_from(letters: npt.NDArray[np.uint8]) -> int:
    """Give where the name itself begins after `al`, `el`, `ben`, `bin`, `abu`, `abou`, or 0."""
    size = len(letters)
    if size < 6:
        return 0
    first, second, third = letters[0], letters[1], letters[2]
    if second == _L and first in (_A, _E):
        return 2
    if size < 7:
        return 0
    if first == _B and third == _N and second in (_E, _I):
        return 3
    if first == _A and second == _B and third == _U:
        return 3
    if size > 7 and first == _A and second == _B and third == _O and letters[3] == _U:
        return 4
    return 0


@compiled
def _letter_keys(  # noqa: C901 - one loop of a kernel
    letters: npt.NDArray[np.uint8], keys: npt.NDArray[np.uint64], count: int
) -> int:
    buffer = np.empty(_MAX + 1, np.uint8)
    size = min(len(letters), _PREFIX)
    edits = budget(len(letters))
    keys[count] = _hash(_KIND_DELETE, letters, size)
    count += 1
    if edits >= 1:
        for i in range(size):
            n = 0
            for k in range(size):
                if k != i:
                    buffer[n] = letters[k]
                    n += 1
            keys[count] = _hash(_KIND_DELETE, buffer, n)
            count += 1
    if edits >= 2:  # the second delete
        for i in range(size):
            for j in range(i + 1, size):
                n = 0
                for k in range(size):
                    if k not in (i, j):
                        buffer[n] = letters[k]
                        n += 1
                keys[count] = _hash(_KIND_DELETE, buffer, n)
                count += 1
    n = sound_of(letters, buffer)
    if n >= 2:  # one consonant tells nothing
        keys[count] = _hash(_KIND_SOUND, buffer, n)
        count += 1
    return count


@compiled
def exact_key(letters: npt.NDArray[np.uint8]) -> np.uint64:
    """Give the key that only equal tokens share."""
    return _hash(_KIND_EXACT, letters, len(letters))


@compiled
def keys_of(
    letters: npt.NDArray[np.uint8],
    kind: int,
    groups: npt.NDArray[np.int32],
    keys: npt.NDArray[np.uint64],
) -> int:
    """Write the keys of a token, at most `MAX_KEYS`; give their number.

    Tokens that are not alike to any other (numbers, legal forms, particles) have one key.
    """
    if kind in (LEGAL, LIGHT, NUMBER) or len(letters) < 2:
        keys[0] = _hash(_KIND_DELETE, letters, min(len(letters), _PREFIX))
        return 1
    count = _letter_keys(letters, keys, 0)
    start = stripped_from(letters)
    if start:
        count = _letter_keys(letters[start:], keys, count)
    for i in range(6):
        if groups[i] >= 0:
            group_kind = _KIND_SPELLING if i < 3 else _KIND_SHORT  # see TokenTable
            value = ((_FNV ^ group_kind) * _PRIME ^ np.uint64(groups[i])) * _PRIME
            keys[count] = value ^ (value >> np.uint64(31))
            count += 1
    return count


@compiled
def same_letters(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> bool:
    """Say whether two tokens are equal."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):  # noqa: SIM110 - a loop compiles, a generator does not
        if a[i] != b[i]:
            return False
    return True


@compiled
def _within(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8], edits: int) -> bool:
    """Whether at most so many inserts, deletes, changes and swaps of neighbours differ."""
    m, n = len(a), len(b)
    if abs(m - n) > edits:
        return False
    before, last, row = (
        np.empty(n + 1, np.int64),
        np.empty(n + 1, np.int64),
        np.empty(n + 1, np.int64),
    )
    for j in range(n + 1):
        last[j] = j
    for i in range(1, m + 1):
        row[0] = i
        least = i
        for j in range(1, n + 1):
            change = last[j - 1] + (0 if a[i - 1] == b[j - 1] else 1)
            value = min(change, last[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                value = min(value, before[j - 2] + 1)
            row[j] = value
            least = min(least, value)
        if least > edits:
            return False
        before, last, row = last, row, before
    return last[n] <= edits


@compiled
def _gap_cost(letters: npt.NDArray[np.uint8], at: int, unvowelled: bool) -> float:
    """What it costs that the other token lacks this letter."""
    letter = letters[at]
    if at > 0 and letters[at - 1] == letter:
        return 0.2
    if _is_vowel(letter):
        return 0.12 if unvowelled else 0.5
    if letter in (_W, _Y):
        return 0.15 if unvowelled else 0.5
    return 0.4 if letter == _H else 1.0


@compiled
def _has_no_vowel(letters: npt.NDArray[np.uint8]) -> bool:
    if len(letters) < 3:  # too short to tell
        return False
    for letter in letters:  # noqa: SIM110 - a loop compiles, a generator does not
        if _is_vowel(letter):
            return False
    return True


@compiled
def _distance(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> float:
    """Edits weighed by how often they mean nothing: vowels, doubles, letters that sound alike."""
    m, n = len(a), len(b)
    # where neither is written with vowels, every letter that is written counts
    unvowelled = _has_no_vowel(a) != _has_no_vowel(b)
    table = np.zeros((m + 1, n + 1), np.float32)
    for i in range(1, m + 1):
        table[i, 0] = table[i - 1, 0] + _gap_cost(a, i - 1, unvowelled)
    for j in range(1, n + 1):
        table[0, j] = table[0, j - 1] + _gap_cost(b, j - 1, unvowelled)
    for i in range(1, m + 1):
        gap_a = _gap_cost(a, i - 1, unvowelled)
        for j in range(1, n + 1):
            x, y = a[i - 1], b[j - 1]
            change = _COSTS[x, y]
            if unvowelled and change < 1.0 and _SOUND[x] == 0 and _SOUND[y] == 0:
                change = min(change, np.float32(0.2))
            if (i == 1 or j == 1) and change > 0.45:  # first letters are seldom wrong
                change += np.float32(0.25)
            value = table[i - 1, j - 1] + change
            value = min(value, table[i - 1, j] + gap_a)
            value = min(value, table[i, j - 1] + _gap_cost(b, j - 1, unvowelled))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                value = min(value, table[i - 2, j - 2] + np.float32(0.8))
            table[i, j] = value
    return table[m, n]


@compiled
def _shares(a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], first: int) -> bool:
    for i in range(first, first + 3):
        for j in range(first, first + 3):
            if a[i] >= 0 and a[i] == b[j]:
                return True
    return False


@compiled
def _by_letters(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8], common: bool) -> float:
    if same_letters(a, b):
        return 1.0
    shorter = min(len(a), len(b))
    if shorter < 3:  # two letters are alike or not
        return 0.0
    if not _within(a, b, budget(shorter)):
        sound_a, sound_b = np.empty(_MAX, np.uint8), np.empty(_MAX, np.uint8)
        size_a, size_b = sound_of(a, sound_a), sound_of(b, sound_b)
        if size_a < 2 or _opening(a) != _opening(b):
            return 0.0
        if not same_letters(sound_a[:size_a], sound_b[:size_b]):
            return 0.0
    value = 1.0 - 1.1 * _distance(a, b) / (0.5 * (len(a) + len(b)))
    # two words that are both frequent are mostly two words, not one with a slip
    value -= 0.1 if common else 0.0
    return min(value, _HIGHEST_FUZZY)


@compiled
def similarity(  # two tokens, each letters, weight, kind, groups
    a: npt.NDArray[np.uint8],
    weight_a: float,
    kind_a: int,
    groups_a: npt.NDArray[np.int32],
    b: npt.NDArray[np.uint8],
    weight_b: float,
    kind_b: int,
    groups_b: npt.NDArray[np.int32],
) -> float:
    """Give 1.0 for equal tokens, 0.0 for tokens that are not alike, else `LEAST` to 0.96."""
    if same_letters(a, b):
        return 1.0
    if kind_a != 0 or kind_b != 0:
        return 0.0
    if _shares(groups_a, groups_b, 0):
        return SPELLING
    if _shares(groups_a, groups_b, 3):
        return SHORT_FORM
    if groups_a[0] >= 0 and groups_b[0] >= 0:
        return 0.0
    common = weight_a < 0.7 and weight_b < 0.7  # on more than a dozen entries
    value = _by_letters(a, b, common)
    cut_a, cut_b = stripped_from(a), stripped_from(b)
    if cut_a:
        value = max(value, 0.97 * _by_letters(a[cut_a:], b, common))
    if cut_b:
        value = max(value, 0.97 * _by_letters(a, b[cut_b:], common))
    return value if value >= LEAST else 0.0


@compiled
def table_similarity(a: TokenTable, i: int, b: TokenTable, j: int) -> float:
    """Compare token `i` of one table with token `j` of another."""
    return similarity(
        a.letters[a.starts[i] : a.starts[i + 1]],
        a.weights[i],
        a.kinds[i],
        a.groups[i],
        b.letters[b.starts[j] : b.starts[j + 1]],
        b.weights[j],
        b.kinds[j],
        b.groups[j],
    )
