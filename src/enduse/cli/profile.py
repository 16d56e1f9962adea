"""`enduse profile`: begin, check and compare the profile of a product."""

import json
from pathlib import Path
from typing import Annotated

import typer

from enduse.capability.profile.consequences import stated_capabilities, stated_properties
from enduse.capability.profile.difference import differences
from enduse.capability.profile.product_profile import ProductProfile, Status, read_profile
from enduse.capability.profile.questions import Kind, ProfileQuestion, load_questionnaire
from enduse.capability.taxonomy import load_taxonomy
from enduse.cli.files import read_bytes, write_whole
from enduse.cli.options import TextJsonFormat, TextOrJson
from enduse.cli.profile_draft import blank_profile
from enduse.cli.replies import EndOfRepliesError, ask_for, read_choice, read_several
from enduse.cli.toml_edit import Value, put
from enduse.domain.errors import ConflictError, InvalidInputError

app = typer.Typer(help="The profile of a product: what it does, stated once.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A product profile, TOML.")]


@app.command("new")
def new_profile(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("profile.toml"),
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask every question now, and keep the answers.")
    ] = False,
) -> None:
    """Begin a profile; it never replaces a file."""
    if path.exists():
        raise ConflictError(f"{path}: is already there; give another name or remove it first")
    if path.suffix.lower() != ".toml":
        raise InvalidInputError(f"{path}: the file is TOML; end its name in .toml")
    write_whole(path, _asked(blank_profile()) if ask else blank_profile())
    typer.echo(f"Wrote {path}. Next: enduse profile check {path}")


@app.command("check")
def check_profile(file: File, output: TextJsonFormat = TextOrJson.TEXT) -> None:
    """Read a profile strictly, and say what follows from it and what is open."""
    profile = read_profile(str(file), read_bytes(file))
    if output is TextOrJson.JSON:
        typer.echo(json.dumps(_as_table(profile), ensure_ascii=False, indent=2))
        return
    typer.echo(_as_text(profile))


@app.command("diff")
def diff_profiles(before: File, after: File, output: TextJsonFormat = TextOrJson.TEXT) -> None:
    """Say what a release changed, from one profile to another."""
    changes = differences(
        read_profile(str(before), read_bytes(before)), read_profile(str(after), read_bytes(after))
    )
    if output is TextOrJson.JSON:
        rows = [
            {
                "about": one.about,
                "name": one.name,
                "before": one.before,
                "after": one.after,
                "widens": one.widens,
            }
            for one in changes
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not changes:
        typer.echo("Nothing changed.")
    for one in changes:
        mark = "!" if one.widens else " "
        typer.echo(f"{mark} {one.about} {one.name}: {one.before or '-'} -> {one.after or '-'}")
    wider = sum(one.widens for one in changes)
    if wider:
        typer.echo(f"{wider} marked with ! let the product do more, or may; look at sales on file.")


def _asked(text: str) -> str:
    """The file with the answers that a person gives on the terminal."""
    questions = load_questionnaire().questions
    for number, question in enumerate(questions, start=1):
        typer.echo(f"\nQuestion {number} of {len(questions)}: {question.ask}\n  {question.why}")
        try:
            answer = _answer(question)
        except EndOfRepliesError:
            typer.echo("\nThe answers ended here.")
            break
        if answer:
            text = put(text, "answers", question.id, answer)
    return text


def _answer(question: ProfileQuestion) -> Value | None:
    words = list(question.words)
    for number, (word, says) in enumerate(question.words.items(), start=1):
        typer.echo(f"  {number}. {word}: {says}")
    if question.kind is Kind.SEVERAL:
        prompt = "Numbers of those that are true, or Enter to leave it open"
        return ask_for(prompt, lambda reply: read_several(reply, words, words))
    return ask_for("One number, or Enter to leave it open", lambda reply: read_choice(reply, words))


def _as_table(profile: ProductProfile) -> dict[str, object]:
    return {
        "product": {"name": profile.name, "vendor": profile.vendor, "release": profile.release},
        "capabilities": [
            {
                "id": one.capability,
                "strength": one.strength,
                "denied": one.is_denied,
                "reason": one.reason,
            }
            for one in stated_capabilities(profile)
        ],
        "properties": [
            {"id": one.property, "answer": one.answer, "reason": one.reason}
            for one in stated_properties(profile)
        ],
        "to_confirm": _to_confirm(profile),
        "open": _open(profile),
    }


def _as_text(profile: ProductProfile) -> str:
    taxonomy = load_taxonomy()
    lines = [f"{profile.name or 'Product without a name'} {profile.release}".strip()]
    lines.append("\nCapabilities stated:")
    for one in stated_capabilities(profile):
        word = "absent" if one.is_denied else one.strength
        lines.append(f"  {taxonomy.get(one.capability).name}: {word} ({one.reason})")
    lines.append("\nWhat makes them graver:")
    lines += [
        f"  {one.property}: {one.answer} ({one.reason})" for one in stated_properties(profile)
    ]
    for heading, ids in (
        ("Found by a scan, to be confirmed", _to_confirm(profile)),
        ("Questions still open", _open(profile)),
    ):
        lines.append(f"\n{heading}: {', '.join(ids) or 'none'}")
    return "\n".join(lines)


def _to_confirm(profile: ProductProfile) -> list[str]:
    return [one.capability for one in profile.judged if one.status is Status.FOUND]


def _open(profile: ProductProfile) -> list[str]:
    return [q.id for q in load_questionnaire().questions if q.id not in profile.answers]
