"""`enduse ask`: the scope test and twelve questions, asked on the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.answers import read_answers
from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.first_pass import Kind, Step, load_first_pass
from enduse.assessment.product_review import beside, with_attachments
from enduse.assessment.transaction_file import transaction_from
from enduse.cli.ask_file import AskFile, open_ask_file
from enduse.cli.data_folder import data_folder
from enduse.cli.options import DataDir, chosen_day
from enduse.cli.replies import (
    EndOfRepliesError,
    ReplyError,
    ask_for,
    read_choice,
    read_rest,
    read_several,
    read_signs,
)
from enduse.cli.screening_options import index_file
from enduse.cli.toml_edit import Value
from enduse.domain.assessment import Assessment
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import FactType
from enduse.domain.findings import FindingAnswer
from enduse.domain.transactions import AnswerValue, Transaction
from enduse.domain.vocabulary import PartyType, Role, Severity

_INVENTORY, _PARTIES = "C1-Q01", "C4-Q01"
_OPENING = "Enter leaves a question open; what is open is unknown, never clear.\n"


def ask(
    file: Annotated[Path, typer.Argument(help="The transaction; begun if it is not there.")],
    data_dir: DataDir = None,
) -> None:
    """Ask the scope test and twelve questions; every answer is kept in the file at once."""
    engine = load_engine(None, data_folder(data_dir), index_file(None))
    conversation = Conversation(engine, open_ask_file(file))
    typer.echo(_OPENING)
    try:
        conversation.run()
    except EndOfRepliesError:
        typer.echo("\nThe answers ended here.")
    finally:
        typer.echo(f"\nKept in {file}: {len(conversation.file.kept)} answers of the first pass.")
    typer.echo(conversation.what_is_open())


@dataclass(slots=True)
class Conversation:
    """One pass over the questions, with the file they are kept in."""

    engine: Engine
    file: AskFile

    def __post_init__(self) -> None:
        self.transaction()

    def run(self) -> None:
        """Ask everything that the person's own part of the file leaves open."""
        steps = load_first_pass()
        self._part("Scope test", steps.scope)
        self._part("Question", steps.questions)

    def transaction(self) -> Transaction:
        """The transaction as the file now has it.

        Raises:
            InvalidInputError: the message names the file and the field.
        """
        try:
            content = with_attachments(self.file.content, beside(self.file.path.parent))
            return transaction_from(content, self.engine.known)
        except InvalidInputError as error:
            raise InvalidInputError(f"{self.file.path}: {error}") from None

    def what_is_open(self) -> str:
        """How far the first pass went, and what to do next."""
        assessment = self._assess()
        weighty = [
            finding
            for finding in assessment.findings
            if finding.red_flag.severity.rank >= Severity.HIGH.rank
        ]
        unsettled = sum(finding.answer is FindingAnswer.UNKNOWN for finding in weighty)
        return (
            f"Of {len(weighty)} red flags of weight high and stop, {unsettled} are still open.\n"
            f"Next: enduse assess {self.file.path}"
        )

    def _part(self, title: str, steps: tuple[Step, ...]) -> None:
        for number, step in enumerate(steps, start=1):
            typer.echo(f"\n{title} {number} of {len(steps)}: {step.ask}\n  {step.why}")
            try:
                self._step(step)
            finally:
                self.file.save()

    def _step(self, step: Step) -> None:
        match step.kind:
            case Kind.FIELD:
                self._field(step)
            case Kind.INVENTORY:
                self._inventory()
            case Kind.PARTIES:
                self._parties()
            case Kind.SIGNS:
                self._signs(step)

    def _keep(self, answers: dict[str, Value]) -> None:
        self.file.keep({**self.file.kept, **answers})

    def _assess(self) -> Assessment:
        transaction = self.transaction()
        return self.engine.assess(transaction, chosen_day(None, transaction.as_of))

    def _own_answers(self) -> dict[str, AnswerValue]:
        kept = self.file.kept
        answers = self.transaction().answers
        return {key: value for key, value in answers.items() if key not in kept}

    def _field(self, step: Step) -> None:
        table, _, key = step.place.rpartition(".")
        table, number = ("parties", self._first_user()) if table == "end_user" else (table, 0)
        holder = self.file.content.get(table, {}) if table else self.file.content
        row = holder[number] if isinstance(holder, list) else holder
        if row.get(key) is not None:
            typer.echo(f"  In the file: {row[key]}")
            return
        value = ask_for(self._hint(key), lambda reply: self._field_value(key, reply))
        if value is not None:
            self.file.put(table, key, value, number)

    def _hint(self, key: str) -> str:
        kinds = ", ".join(f"{n} {kind.value}" for n, kind in enumerate(PartyType, start=1))
        return {"type": f"  {kinds}", "country": "  A name or an ISO code, such as UGA"}.get(
            key, ""
        )

    def _field_value(self, key: str, reply: str) -> str:
        if key == "type":
            return read_choice(reply, [kind.value for kind in PartyType])
        if key != "country":
            return reply
        code = self.engine.base.countries.resolve(reply)
        if code is None:
            raise ReplyError("no such country; give its name or ISO code, such as UGA")
        return code

    def _first_user(self) -> int:
        rows = self.file.content["parties"]
        return next(n for n, row in enumerate(rows) if row["role"] == Role.END_USER.value)

    def _inventory(self) -> None:
        if _INVENTORY in self._own_answers():
            typer.echo(f"  Answered in the file, under {_INVENTORY}.")
            return
        shown = self._assess().capabilities
        for number, one in enumerate(shown, start=1):
            basis = "as stated" if one.declared else f"guessed from: {one.words[:90]}"
            typer.echo(f"  {number} {one.id}  {one.name} ({basis})")
        listed, allowed = [one.id for one in shown], self.engine.taxonomy.ids
        chosen = ask_for(
            "  Name them all: numbers, further ids of `enduse capability list`, all, or none",
            lambda reply: read_several(reply, listed, allowed),
        )
        if chosen is None:
            return
        if sorted(self.transaction().product.capabilities or ()) != sorted(chosen):
            self.file.put("product", "capabilities", chosen)
        self._keep({_INVENTORY: chosen or "none"})

    def _parties(self) -> None:
        if _PARTIES in self._own_answers():
            typer.echo(f"  Answered in the file, under {_PARTIES}.")
            return
        if not self._name_parties():
            return
        names = list(dict.fromkeys(str(row["name"]) for row in self.file.content["parties"]))
        said = ask_for("  Are these all the parties? yes or no", _read_yes_no)
        if said == "yes":
            self._keep({_PARTIES: names})
        elif said == "no":
            kept = self.file.kept
            kept.pop(_PARTIES, None)
            self.file.keep(kept)

    def _name_parties(self) -> bool:
        """Show every party, ask for names and parties that are missing; True if all have one."""
        named = True
        for number, row in enumerate(self.file.content["parties"]):
            typer.echo(f"  {row['role']}: {row.get('name') or 'without a name'}")
            if not row.get("name"):
                name = ask_for("  Its name", str)
                named = named and name is not None
                if name is not None:
                    self.file.put("parties", "name", name, number)
        roles = [role.value for role in Role]
        while name := ask_for("  The name of a further party; Enter when there is none", str):
            offered = ", ".join(f"{n} {role}" for n, role in enumerate(roles, start=1))
            role = ask_for(f"  Its role: {offered}", lambda reply: read_choice(reply, roles))
            self.file.add_party({"role": role or Role.OTHER.value, "name": name})
        return named

    def _signs(self, step: Step) -> None:
        lines = list(self._open_lines(step.lines))
        checklist = [name for name in lines if self._type(name) is FactType.YES_NO]
        for number, name in enumerate(checklist, start=1):
            now = self.file.kept.get(name)
            typer.echo(f"  {number} {self._reads_as(name)}{f'  [{now}]' if now else ''}")
        if checklist:
            self._mark(checklist)
        for name in lines:
            if self._type(name) is FactType.WORD:
                self._word(name)

    def _mark(self, names: list[str]) -> None:
        said = ask_for(
            "  Which are true? Numbers, -2 for a no, ?2 for not known; none; or ? for not known",
            lambda reply: read_signs(reply, len(names)),
        )
        if said is None:
            return
        marks, asks_rest = said
        self._keep({names[number]: mark for number, mark in sorted(marks.items())})
        if not asks_rest:
            return
        rest = ask_for("  And the other lines: no, or ? for not known", read_rest)
        if rest is not None:
            others = [name for number, name in enumerate(names) if number not in marks]
            self._keep(dict.fromkeys(others, rest))

    def _word(self, name: str) -> None:
        words = list(self.engine.pack.dictionary.get(name).words)
        offered = ", ".join(f"{number} {word}" for number, word in enumerate(words, start=1))
        word = ask_for(
            f"  {self._reads_as(name)}? {offered}", lambda reply: read_choice(reply, words)
        )
        if word is not None:
            self._keep({name: word})

    def _open_lines(self, names: Iterable[str]) -> Iterable[str]:
        """The lines that the person's own part of the file does not answer."""
        own = read_answers(self._own_answers(), self.engine.pack.answer_keys)
        known = {fact.name: fact.value for fact in own.facts if fact.value is not None}
        for name in names:
            if name in known:
                typer.echo(f"  In the file: {self._reads_as(name)}: {known[name]}")
            else:
                yield name

    def _type(self, name: str) -> FactType:
        return self.engine.pack.dictionary.get(name).type

    def _reads_as(self, name: str) -> str:
        return self.engine.pack.dictionary.get(name).reads_as


def _read_yes_no(reply: str) -> str:
    word = reply.lower()
    if word in {"yes", "y"}:
        return "yes"
    if word in {"no", "n"}:
        return "no"
    raise ReplyError("type yes or no, or Enter to leave it open")
