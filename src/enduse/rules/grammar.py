"""From the text of a condition to its nodes. What is not on the short list is refused.

The text is a Python expression, parsed but never run: only `and`, `or`, `not`, comparisons, `in`,
literals, dotted fact names and the functions `count`, `any_of`, `one_of` and `days_since` pass.
"""

import ast
import warnings
from dataclasses import dataclass

from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.facts import FactDefinition, FactType
from enduse.rules.dictionary import FactDictionary
from enduse.rules.expressions import Compares, Expression, Holds, IsOneOf, Joins, Not, Shares

MAX_LENGTH = 4_000  # characters
MAX_DEPTH = 20  # nested parts

_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def parse_condition(text: str, dictionary: FactDictionary) -> Expression:
    """Turn the text of a condition into an expression.

    Args:
        text: the condition; may span lines.
        dictionary: the facts it may name.

    Raises:
        InvalidInputError: the text is not in the grammar, names no known fact, or compares a fact
            with something of another type; the message gives line and column.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidInputError(f"a condition has at most {MAX_LENGTH} characters", has=len(text))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            # Parentheses let a condition span lines without backslashes.
            tree = ast.parse(f"({text}\n)", mode="eval")
    except SyntaxError as error:
        where = f"line {error.lineno}, column {max((error.offset or 1) - 1, 1)}"
        raise InvalidInputError(f"not a condition: {error.msg} at {where}") from None
    except (ValueError, RecursionError, MemoryError):
        raise InvalidInputError("not a condition: it cannot be parsed") from None
    return _Reader(dictionary).part(tree.body, depth=0)


@dataclass(frozen=True, slots=True)
class _Reader:
    dictionary: FactDictionary

    def part(self, node: ast.expr, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise _refusal(node, f"a condition nests at most {MAX_DEPTH} deep")
        match node:
            case ast.BoolOp(op=op, values=values):
                word = "and" if isinstance(op, ast.And) else "or"
                return Joins(word, tuple(self.part(value, depth + 1) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.part(operand, depth + 1))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._comparison(node, left, operator, right)
            case ast.Call():
                return self._call(node)
            case ast.Name() | ast.Attribute():
                return Holds(self._fact(node, FactType.YES_NO).name)
            case _:
                raise _refusal(node, f"{_kind(node)} may not stand in a condition")

    def _comparison(
        self, node: ast.Compare, left: ast.expr, operator: ast.cmpop, right: ast.expr
    ) -> Expression:
        if isinstance(operator, ast.In | ast.NotIn):
            return self._membership(left, right, negated=isinstance(operator, ast.NotIn))
        symbol = _OPERATORS.get(type(operator))
        if symbol is None:
            raise _refusal(node, "use >=, >, <=, <, ==, != or in")
        measure, fact = self._measured(left)
        if measure == "value" and fact.type is FactType.WORD:
            if symbol not in {"==", "!="}:
                raise _refusal(node, f"{fact.name} is a word: use == or in")
            return Compares(fact.name, measure, symbol, self._word(right, fact))
        if measure == "value" and fact.type is not FactType.NUMBER:
            raise _refusal(node, f"{fact.name} is {fact.type.value}, which cannot be compared")
        return Compares(fact.name, measure, symbol, _number(right))

    def _membership(self, left: ast.expr, right: ast.expr, *, negated: bool) -> Expression:
        if isinstance(left, ast.Constant):
            fact = self._fact(right, FactType.WORDS)
            word = self._word(left, fact)
            shares = Shares(fact.name, frozenset({word}), f'"{word}" in {fact.name}')
            return Not(shares) if negated else shares
        fact = self._fact(left, FactType.WORD)
        return IsOneOf(fact.name, self._words(right, fact), negated)

    def _call(self, node: ast.Call) -> Expression:
        name = _function_name(node)
        if name not in {"any_of", "one_of"} or len(node.args) != 2:
            raise _refusal(
                node, "call any_of(fact, [...]), one_of(fact, [...]), or compare a count"
            )
        if name == "one_of":
            fact = self._fact(node.args[0], FactType.WORD)
            return IsOneOf(fact.name, self._words(node.args[1], fact))
        fact = self._fact(node.args[0], FactType.WORDS)
        words = self._words(node.args[1], fact)
        listed = ", ".join(f'"{word}"' for word in words)
        return Shares(fact.name, frozenset(words), f"any_of({fact.name}, [{listed}])")

    def _measured(self, node: ast.expr) -> tuple[str, FactDefinition]:
        if not isinstance(node, ast.Call):
            return "value", self._fact(node, None)
        name = _function_name(node)
        if name == "count" and len(node.args) == 1:
            return name, self._fact(node.args[0], FactType.WORDS)
        if name == "days_since" and len(node.args) == 1:
            return name, self._fact(node.args[0], FactType.DATE)
        raise _refusal(node, "compare a fact, count(fact) or days_since(fact)")

    def _fact(self, node: ast.expr, expected: FactType | None) -> FactDefinition:
        name = _dotted(node)
        try:
            fact = self.dictionary.get(name)
        except NotFoundError as error:
            raise _refusal(node, error.message) from None
        if expected is not None and fact.type is not expected:
            raise _refusal(node, f"{name} is {fact.type.value}; {expected.value} is needed here")
        return fact

    def _words(self, node: ast.expr, fact: FactDefinition) -> tuple[str, ...]:
        if not isinstance(node, ast.List | ast.Tuple) or not node.elts:
            raise _refusal(node, "a list of words in brackets is needed here")
        return tuple(self._word(element, fact) for element in node.elts)

    def _word(self, node: ast.expr, fact: FactDefinition) -> str:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise _refusal(node, "a word in quotes is needed here")
        if fact.words and node.value not in fact.words:
            raise _refusal(node, f"{fact.name} is never {node.value!r}")
        return node.value


def _function_name(node: ast.Call) -> str:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise _refusal(node, "only count, any_of, one_of and days_since may be called")
    return node.func.id


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    if not isinstance(inner, ast.Name):
        raise _refusal(node, f"{_kind(node)} stands where a fact name is needed")
    return ".".join([inner.id, *reversed(parts)])


def _number(node: ast.expr) -> float:
    sign = 1.0
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1.0, node.operand
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refusal(node, "a number is needed here")
    try:
        return sign * float(value)
    except OverflowError:
        raise _refusal(node, "the number is too large") from None


def _kind(node: ast.expr) -> str:
    return type(node).__name__.lower()


def _refusal(node: ast.expr, message: str) -> InvalidInputError:
    column = node.col_offset + (0 if node.lineno == 1 else 1)
    return InvalidInputError(f"{message}, at line {node.lineno}, column {max(column, 1)}")
