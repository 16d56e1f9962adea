"""`enduse rules`: red flags as rules, of the pack that ships or of a customer's own."""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from enduse.assessment.comparison import compare
from enduse.assessment.engine import load_engine
from enduse.assessment.pack import LOCK, RulePack, load_pack, pack_sha256
from enduse.assessment.replay import replay as replay_document
from enduse.assessment.what_if import WhatIf, what_would_change
from enduse.cli.data_folder import data_folder
from enduse.cli.diff import read_document, write_comparison
from enduse.cli.exits import FAILED
from enduse.cli.files import give, write_whole
from enduse.cli.options import AsOf, DataDir, Out, PackDir, TextJsonFormat, TextOrJson
from enduse.cli.screening_options import index_file
from enduse.documents.assessment_json import assessment_document, dump
from enduse.domain.answers import Answer
from enduse.domain.dates import parse_day
from enduse.domain.errors import EnduseError, InvalidInputError, NotFoundError
from enduse.domain.facts import Fact, FactDefinition, FactType
from enduse.domain.findings import Finding, Trace
from enduse.rules.evaluate import Rule, evaluate
from enduse.rules.factbase import FactBase
from enduse.rules.lint import lint as lint_rules
from enduse.rules.proof import Failure, fact_value, prove

app = typer.Typer(
    help="Red flags as rules: list, test, lint, explain, simulate, lock, replay.",
    no_args_is_help=True,
)

RuleId = Annotated[str, typer.Argument(metavar="ID", help="A red flag, such as C2-R01.")]

_MARKS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "?"}


@app.command("list")
def list_(pack: PackDir = None, output: TextJsonFormat = TextOrJson.TEXT) -> None:
    """List every rule with its weight."""
    rules = load_pack(pack).rules
    if output is TextOrJson.JSON:
        give(_json([_row(rule) for rule in rules]), None)
        return
    for rule in rules:
        flag = rule.red_flag
        typer.echo(f"{flag.id}  {flag.severity.value:<7}  {flag.title}")
    typer.echo(f"{len(rules)} rules")


@app.command("test")
def run_tests(pack: PackDir = None) -> None:
    """Run the tests that every rule carries; each needs one for raised, unknown and clear."""
    loaded = load_pack(pack)
    failures = [failure for rule in loaded.rules for failure in prove(rule, loaded.dictionary)]
    tests = sum(len(rule.red_flag.tests) for rule in loaded.rules)
    _say_failures(failures, f"{len(loaded.rules)} rules, {tests} tests: all pass")


@app.command()
def lint(pack: PackDir = None) -> None:
    """Name what is odd about the rules, short of being wrong."""
    loaded = load_pack(pack)
    failures = lint_rules(loaded.rules, loaded.dictionary)
    _say_failures(failures, f"{len(loaded.rules)} rules: nothing odd")


@app.command()
def explain(id_: RuleId, pack: PackDir = None) -> None:
    """Say of one rule when it is raised, on which facts, and what to do about it."""
    loaded = load_pack(pack)
    rule = _find(loaded, id_)
    flag = rule.red_flag
    lines = [
        f"{flag.id}, weight {flag.severity.value}, version {flag.version}: {flag.title}",
        f"Basis: {flag.basis_document}, {flag.basis_place}: {flag.confidence.label}",
        "",
        f"Raised when: {flag.reads_as}",
        f"As a rule:   {rule.condition.text}",
        *([f"Thresholds:  {flag.threshold_reason}"] if flag.threshold_reason else []),
        "",
        "Facts it reads:",
        *(_fact_line(loaded.dictionary.get(name)) for name in rule.condition.names),
        "",
        f"Settled by:  {', '.join(flag.asks) or 'no question; a register gives it'}",
        f"Answered by: {', '.join(flag.safeguards) or 'no safeguard'}",
        f"Tests:       {', '.join(test.expect for test in flag.tests)}",
    ]
    typer.echo("\n".join(lines))


@app.command()
def simulate(
    id_: RuleId,
    facts: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="Facts to suppose.")
    ] = None,
    pack: PackDir = None,
    output: TextJsonFormat = TextOrJson.TEXT,
) -> None:
    """Answer one rule on facts that you give, with the why-tree and what would change it."""
    loaded = load_pack(pack)
    rule = _find(loaded, id_)
    base = FactBase.of([_fact(given, loaded) for given in facts or []])
    finding = evaluate(rule, base)
    changes = what_would_change(rule, base, loaded.dictionary)
    if output is TextOrJson.JSON:
        give(_json(_simulated(finding, changes)), None)
    else:
        _print_simulated(finding, changes)


@app.command()
def lock(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The pack; by default the one that ships.")
    ] = None,
) -> None:
    """Write the lock file of a pack after a change that is meant; a pack must load to be locked."""
    root = folder if folder is not None else Path(str(files("enduse.guidance")))
    if not root.is_dir():
        raise NotFoundError("there is no rule pack there", folder=str(root))
    path = root / LOCK
    earlier = path.read_text("utf-8") if path.is_file() else None
    sha256 = pack_sha256(root)
    write_whole(path, sha256 + "\n")
    try:
        loaded = load_pack(root)
    except EnduseError:
        if earlier is None:
            path.unlink()
        else:
            write_whole(path, earlier)
        raise
    typer.echo(f"Locked {len(loaded.rules)} rules as {sha256}")


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(metavar="ASSESSMENT.json", help="A kept assessment.")],
    pack: PackDir = None,
    as_of: AsOf = None,
    data_dir: DataDir = None,
    output: TextJsonFormat = TextOrJson.TEXT,
    out: Out = None,
) -> None:
    """Assess a kept case again, under these rules, this data or another day, and say what differs.

    Without --as-of the day of the assessment holds.
    """
    kept = read_document(file)
    engine = load_engine(pack, data_folder(data_dir), index_file(None))
    try:
        again = replay_document(kept, engine, parse_day(as_of) if as_of else None)
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error}") from None
    document: Mapping[str, object] = json.loads(dump(assessment_document(again)))
    give(write_comparison(compare(kept, document), output), out)


def _find(pack: RulePack, id_: str) -> Rule:
    for rule in pack.rules:
        if rule.red_flag.id.casefold() == id_.casefold():
            return rule
    raise NotFoundError(f"there is no rule {id_!r}; see enduse rules list")


def _fact(given: str, pack: RulePack) -> Fact:
    """Read NAME=VALUE by the type of the fact."""
    name, equals, text = given.partition("=")
    if not equals:
        raise InvalidInputError(f"{given!r} should be NAME=VALUE, such as buyer.evasive=yes")
    definition = pack.dictionary.get(name.strip())
    if text.strip().lower() in {"unknown", "not known", "?"}:
        return Fact(definition.name)
    return Fact(definition.name, fact_value(_plain(text.strip(), definition), definition))


def _plain(text: str, definition: FactDefinition) -> object:
    """The value as TOML would give it."""
    if definition.type is FactType.NUMBER:
        try:
            return float(text)
        except ValueError:
            raise InvalidInputError(f"{definition.name} should be a number", value=text) from None
    if definition.type is FactType.WORDS:
        return [word.strip() for word in text.split(",") if word.strip()]
    return text


def _fact_line(fact: FactDefinition) -> str:
    words = f": {', '.join(fact.words)}" if fact.words else ""
    given = fact.question or fact.source
    return f"  {fact.name} ({fact.type.value}{words}), from {given}\n      {fact.reads_as}"


def _say_failures(failures: Iterable[Failure], none: str) -> None:
    told = [f"{failure.rule}: {failure.says}" for failure in failures]
    typer.echo("\n".join(told) if told else none)
    if told:
        raise typer.Exit(FAILED)


def _row(rule: Rule) -> dict[str, object]:
    flag = rule.red_flag
    return {
        "id": flag.id,
        "version": flag.version,
        "title": flag.title,
        "consideration": flag.consideration,
        "severity": flag.severity.value,
        "when": rule.condition.text,
        "facts": list(rule.condition.names),
    }


def _simulated(finding: Finding, changes: Iterable[WhatIf]) -> dict[str, object]:
    return {
        "id": finding.red_flag.id,
        "answer": finding.answer.value,
        "missing": list(finding.missing),
        "trace": _trace_json(finding.trace),
        "would_change": [
            {
                "part": one.part,
                "reads_as": one.reads_as,
                "question": one.question,
                "if_yes": one.if_yes.value,
                "if_no": one.if_no.value,
            }
            for one in changes
        ],
    }


def _trace_json(trace: Trace) -> dict[str, object]:
    return {
        "text": trace.text,
        "answer": trace.answer.value,
        "value": trace.value,
        "children": [_trace_json(child) for child in trace.children],
    }


def _print_simulated(finding: Finding, changes: tuple[WhatIf, ...]) -> None:
    console = Console(highlight=False)
    flag = finding.red_flag
    console.print(Text(f"{flag.id}: {finding.answer.value} ({flag.title})"), soft_wrap=True)
    console.print(_tree(finding.trace))
    if changes:
        console.print("What would change this:")
    for one in changes:
        asked = f" [{one.question}]" if one.question else ""
        line = f"  {one.part}: yes -> {one.if_yes.value}, no -> {one.if_no.value}{asked}"
        console.print(Text(line), soft_wrap=True)


def _tree(trace: Trace, parent: Tree | None = None) -> Tree:
    value = f"  (is: {trace.value})" if trace.value is not None else ""
    label = Text(f"{_MARKS[trace.answer]}  {trace.text}{value}")
    node = Tree(label) if parent is None else parent.add(label)
    for child in trace.children:
        _tree(child, node)
    return node


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
