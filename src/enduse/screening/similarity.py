"""How alike two tokens are, and the keys by which alike tokens are found.

Two tokens are alike when they are spellings or short forms of one name, when few letters of their
folds differ, or when the consonants sound the same. `keys_of` gives two alike tokens at least one
key in common, so that looking up keys finds exactly the tokens that `similarity` calls alike.
"""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.tokens import LEGAL, LIGHT, NUMBER, TokenTable

LEAST = 0.62  # below this two tokens are not alike
SPELLING, SHORT_FORM = 0.95, 0.85
HIGHEST_FUZZY = 0.96
MAX_KEYS = 128
SOUNDS = 15
"""Consonants that a sound holds, four bits each."""
_PREFIX = 8  # deletes are taken from so many first letters: enough for two edits
_SWAP, _PLURAL = 0.5, 0.5  # what it costs that neighbours change over; that an s is added

_A, _B, _E, _H, _I, _L = (ord(c) for c in "abehil")
_N, _O, _S, _U, _W = (ord(c) for c in "nosuw")
_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_KIND_DELETE, _KIND_SOUND, _KIND_EXACT, _KIND_BARE = (np.uint64(k) for k in range(1, 5))
_KIND_SPELLING, _KIND_SHORT = np.uint64(5), np.uint64(6)

Letters = npt.NDArray[np.uint8]
Keys = npt.NDArray[np.uint64]


def _sound_table() -> npt.NDArray[np.int64]:
    """Letter -> the class of all that sound like it, from 1; 0 for vowels, h and w."""
    table = np.zeros(128, np.int64)
    groups = ("kgq", "szcx", "td", "bp", "fv", "l", "r", "m", "n", "j", "0123456789")
    for number, letters in enumerate(groups, 1):
        for letter in letters:
            table[ord(letter)] = number
    return table


def _cost_table() -> npt.NDArray[np.float64]:
    """Shape (128, 128): what it costs to take one letter of a fold for another, 0.0 to 1.0."""
    costs = np.ones((128, 128), np.float64)
    groups = (
        ("aeiouw", 0.5), ("ij", 0.4), ("uow", 0.35), ("ae", 0.4), ("kg", 0.45), ("sz", 0.4),
        ("dt", 0.5), ("bp", 0.6), ("fv", 0.4), ("vw", 0.3), ("gj", 0.5), ("ie", 0.3), ("ou", 0.3),
        ("jz", 0.6), ("gh", 0.5), ("kh", 0.5), ("mn", 0.8), ("fp", 0.7), ("bv", 0.7), ("dz", 0.6),
        ("xc", 0.4), ("sx", 0.5), ("cj", 0.5), ("cs", 0.7), ("ck", 0.6), ("xz", 0.7), ("xj", 0.6),
        ("js", 0.5),
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
def sound_of(letters: Letters) -> int:
    """Pack the classes of the consonants into one number, repeats once, the first lowest."""
    packed, count, before = 0, 0, 0
    for letter in letters:
        sound = _SOUND[letter]
        if sound != 0:
            if sound != before and count < SOUNDS:
                packed |= sound << (4 * count)
                count += 1
            before = sound
    return packed


@compiled
def _hash(kind: np.uint64, letters: Letters, size: int) -> np.uint64:
    value = (_FNV ^ kind) * _PRIME
    for i in range(size):
        value = (value ^ np.uint64(letters[i])) * _PRIME
    return value ^ (value >> np.uint64(29))


@compiled
def _hash_number(kind: np.uint64, number: int) -> np.uint64:
    value = ((_FNV ^ kind) * _PRIME ^ np.uint64(number)) * _PRIME
    return value ^ (value >> np.uint64(31))


@compiled
def budget(length: int) -> int:
    """Edits that a token of so many letters may hold."""
    if length < 4:  # short tokens are other words after one edit
        return 0
    return 1 if length < 6 else 2  # the same, for two edits


@compiled
def stripped_from(letters: Letters) -> int:
    """Give where the name itself begins after `al`, `el`, `ben`, `bin`, `abu`, or 0."""
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
    return 3 if first == _A and second == _B and third == _U else 0


@compiled
def _without(letters: Letters, size: int, i: int, j: int, out: Letters) -> int:
    n = 0
    for k in range(size):
        if k not in (i, j):
            out[n] = letters[k]
            n += 1
    return n


@compiled
def _letter_keys(letters: Letters, keys: Keys, count: int) -> int:
    buffer = np.empty(_PREFIX, np.uint8)
    size = min(len(letters), _PREFIX)
    edits = budget(len(letters))
    keys[count] = _hash(_KIND_DELETE, letters, size)
    count += 1
    for i in range(size if edits >= 1 else 0):
        keys[count] = _hash(_KIND_DELETE, buffer, _without(letters, size, i, i, buffer))
        count += 1
        for j in range(i + 1, size if edits >= 2 else 0):  # the second delete
            keys[count] = _hash(_KIND_DELETE, buffer, _without(letters, size, i, j, buffer))
            count += 1
    sound = sound_of(letters)
    if sound > 15:  # one consonant tells nothing
        keys[count] = _hash_number(_KIND_SOUND, sound)
        count += 1
    return count


@compiled
def exact_key(letters: Letters, bare: bool) -> np.uint64:
    """Give the key that only equal tokens share."""
    return _hash(_KIND_BARE if bare else _KIND_EXACT, letters, len(letters))


@compiled
def keys_of(fold: Letters, kind: int, groups: npt.NDArray[np.int32], keys: Keys) -> int:
    """Write the keys of a token, at most `MAX_KEYS`; give their number.

    Tokens that are not alike to any other (numbers, legal forms, particles) have one key.
    """
    if kind in (LEGAL, LIGHT, NUMBER):
        keys[0] = _hash(_KIND_DELETE, fold, min(len(fold), _PREFIX))
        return 1
    count = _letter_keys(fold, keys, 0)
    start = stripped_from(fold)
    if start:
        count = _letter_keys(fold[start:], keys, count)
    for i in range(6):
        if groups[i] >= 0:  # see TokenTable
            keys[count] = _hash_number(_KIND_SPELLING if i < 3 else _KIND_SHORT, groups[i])
            count += 1
    return count


@compiled
def same_letters(a: Letters, b: Letters) -> bool:
    """Say whether two tokens are equal."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):  # noqa: SIM110 - a loop compiles, a generator does not
        if a[i] != b[i]:
            return False
    return True


@compiled
def within(a: Letters, b: Letters, edits: int) -> bool:
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
def _ones(mask: int) -> int:
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@compiled
def least_edits(mask_a: int, mask_b: int) -> int:
    """Give a number of edits that two words differ in at least, from the letters they hold."""
    return max(_ones(mask_a & ~mask_b), _ones(mask_b & ~mask_a))


@compiled
def _gap_cost(letters: Letters, at: int, unvowelled: bool) -> float:
    """What it costs that the other token lacks this letter."""
    letter = letters[at]
    if at > 0 and letters[at - 1] == letter:
        return 0.2
    if _is_vowel(letter):
        return 0.12 if unvowelled else 0.5
    if letter == _W:
        return 0.15 if unvowelled else 0.5
    if letter == _S and at > 3 and at == len(letters) - 1:
        return _PLURAL
    return 0.4 if letter == _H else 1.0


@compiled
def distance(a: Letters, b: Letters, unvowelled: bool) -> float:
    """Edits weighed by how often they mean nothing: vowels, doubles, letters that sound alike."""
    m, n = len(a), len(b)
    table = np.zeros((m + 1, n + 1), np.float64)
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
                change = min(change, 0.2)
            if (i == 1 or j == 1) and change > 0.45:  # first letters are seldom wrong
                change += 0.25
            value = table[i - 1, j - 1] + change
            value = min(value, table[i - 1, j] + gap_a)
            value = min(value, table[i, j - 1] + _gap_cost(b, j - 1, unvowelled))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                value = min(value, table[i - 2, j - 2] + _SWAP)
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
def sounds_alike(a: Letters, b: Letters, unvowelled: bool) -> bool:
    """Say whether the consonants sound the same, two at least, and the openings agree."""
    sound = sound_of(a)
    if sound <= 15 or sound != sound_of(b):
        return False
    return unvowelled or (_SOUND[a[0]] == 0) == (_SOUND[b[0]] == 0)


@compiled
def _by_letters(a: Letters, b: Letters, near: bool, unvowelled: bool, common: bool) -> float:
    """Compare two folds.

    Args:
        a: the one.
        b: the other.
        near: whether few letters may differ; where not, only their sound can be the same.
        unvowelled: whether one of them lacks its short vowels.
        common: whether both are frequent.
    """
    shorter = min(len(a), len(b))
    if same_letters(a, b) and shorter > 1:
        return HIGHEST_FUZZY if shorter > 3 else 0.9
    if shorter < 3:  # two letters are alike or not
        return 0.0
    by_sound = sounds_alike(a, b, unvowelled)
    if not by_sound and not (near and within(a, b, budget(shorter))):
        return 0.0
    # what is written without vowels differs in many letters and is the same word all the same
    slope = 0.6 if unvowelled and by_sound else 1.1
    value = 1.0 - slope * distance(a, b, unvowelled) / (0.5 * (len(a) + len(b)))
    # two words that are both frequent are mostly two words, not one with a slip
    value -= 0.1 if common else 0.0
    return min(value, HIGHEST_FUZZY)


@compiled
def table_similarity(a: TokenTable, i: int, b: TokenTable, j: int) -> float:
    """Compare token `i` of one table with token `j` of another.

    Gives 1.0 for equal tokens, 0.0 for tokens that are not alike, else `LEAST` to 0.96.
    """
    if same_letters(
        a.letters[a.starts[i] : a.starts[i + 1]], b.letters[b.starts[j] : b.starts[j + 1]]
    ):
        return 1.0
    if a.kinds[i] != 0 or b.kinds[j] != 0:
        return 0.0
    groups_a, groups_b = a.groups[i], b.groups[j]
    if _shares(groups_a, groups_b, 0):
        return SPELLING
    if _shares(groups_a, groups_b, 3):
        return SHORT_FORM
    if groups_a[0] >= 0 and groups_b[0] >= 0:
        return 0.0
    common = a.weights[i] < 0.7 and b.weights[j] < 0.7  # on more than a dozen entries
    fold_a = a.folds[a.fold_starts[i] : a.fold_starts[i + 1]]
    fold_b = b.folds[b.fold_starts[j] : b.fold_starts[j + 1]]
    bare = a.bare[i] != b.bare[j]
    cut_a, cut_b = stripped_from(fold_a), stripped_from(fold_b)
    edits = budget(min(len(fold_a), len(fold_b)))
    near = cut_a > 0 or cut_b > 0 or least_edits(a.masks[i], b.masks[j]) <= edits
    value = _by_letters(fold_a, fold_b, near, bare, common)
    if cut_a:
        value = max(value, 0.97 * _by_letters(fold_a[cut_a:], fold_b, near, bare, common))
    if cut_b:
        value = max(value, 0.97 * _by_letters(fold_a, fold_b[cut_b:], near, bare, common))
    return value if value >= LEAST else 0.0
