"""The few things a Word template may say: names, plain loops over our lists, and plain tests.

Everything is checked on the parsed template before it runs: what is not on the list is refused,
so that no template can call, count, build texts, reach into objects, or loop without end. It
then runs in jinja's sandbox, where every value is escaped.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from enduse.domain.errors import InvalidInputError

LISTS = frozenset({"sections", "clauses", "parties", "end_users", "paragraphs"})
"""The last part of every name that holds a list; nothing else may be looped over."""
MAX_NESTED = 2  # loops inside one another
FILTERS = frozenset({"upper", "lower", "title", "trim", "length", "default", "d"})
_TESTS = frozenset({"defined", "none"})
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Test,
)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """An environment without functions, in which a template is checked before it is compiled."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name in jinja
        template_class: type[Template] | None = None,
    ) -> Template:
        """Check and compile.

        Raises:
            InvalidInputError: the template says something that is not on the short list.
        """
        try:
            tree = self.parse(source) if isinstance(source, str) else source
            check_tree(tree)
            return super().from_string(source, globals, template_class)
        except TemplateSyntaxError as error:
            raise _refusal(f"{error.message}") from None


def check_tree(tree: nodes.Template) -> None:
    """Refuse a parsed template that does more than name, loop over our lists and test.

    Raises:
        InvalidInputError: the message says what stands in it.
    """
    _check(tree, loops=0)


def _check(node: nodes.Node, *, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise _refusal(f"{type(node).__name__.lower()} may not stand in a template")
    for kind, check in _CHECKS.items():
        if isinstance(node, kind):
            check(node)
    inner = loops + isinstance(node, nodes.For)
    if inner > MAX_NESTED:
        raise _refusal(f"loops nest at most {MAX_NESTED} deep")
    for child in node.iter_child_nodes():
        _check(child, loops=inner)


def _check_name(node: Any) -> None:  # noqa: ANN401 - each kind of node has fields of its own
    name = node.attr if isinstance(node, nodes.Getattr) else node.name
    if name.startswith("_") or "__" in name:
        raise _refusal(f"{name!r} reaches into the program")


def _check_loop(node: Any) -> None:  # noqa: ANN401 - as above
    over = node.iter
    name = getattr(over, "attr", None) or getattr(over, "name", "")
    if not isinstance(over, nodes.Name | nodes.Getattr) or name not in LISTS:
        raise _refusal(f"a loop runs over one of {', '.join(sorted(LISTS))}")
    if node.recursive:
        raise _refusal("a loop may not call itself")
    if not isinstance(node.target, nodes.Name) or node.target.name in LISTS:
        raise _refusal("a loop gives one name, which is none of our lists")


def _check_word(node: Any) -> None:  # noqa: ANN401 - as above
    known: Iterable[str] = FILTERS if isinstance(node, nodes.Filter) else _TESTS
    if node.name not in known:
        raise _refusal(f"{node.name!r} is not one of {', '.join(sorted(known))}")


_CHECKS: Mapping[type[nodes.Node], Callable[[Any], None]] = {
    nodes.Name: _check_name,
    nodes.Getattr: _check_name,
    nodes.For: _check_loop,
    nodes.Filter: _check_word,
    nodes.Test: _check_word,
}


def _refusal(why: str) -> InvalidInputError:
    return InvalidInputError(f"the template is refused: {why}")
