"""`enduse clauses`: the library of contract clauses, and an annex put together from it."""

import json
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_annex import assemble_annex
from enduse.cli.assess import assess_file
from enduse.cli.data_folder import data_folder
from enduse.cli.files import give, not_onto
from enduse.cli.options import AsOf, DataDir, Out, PackDir, TextJsonFormat, TextOrJson
from enduse.documents.plan_text import annex_text
from enduse.domain.clauses import FOR_COUNSEL, Clause, ClauseLibrary, Variant
from enduse.guidance.clauses import clause_of, load_clauses, read_clauses

app = typer.Typer(
    help="Contract clauses, for counsel's review: list, show, assemble an annex.",
    no_args_is_help=True,
)

_WIDTH = 80
VariantOption = Annotated[
    Variant, typer.Option(help="firm, balanced, or fallback: how hard the clauses are drawn.")
]


@app.command("list")
def list_clauses(
    safeguard: Annotated[
        str | None, typer.Option(help="Only clauses that carry out this safeguard, as C6-S03.")
    ] = None,
    output: TextJsonFormat = TextOrJson.TEXT,
) -> None:
    """List the clauses by part, with the safeguards that each carries out."""
    library = load_clauses()
    chosen = [c for c in library.clauses if safeguard is None or safeguard in c.safeguards]
    if output is TextOrJson.JSON:
        rows = [_row(clause, library) for clause in chosen]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for part, title in library.parts.items():
        lines = [c for c in chosen if c.part == part]
        if lines:
            typer.echo(f"\n{title}")
        for clause in lines:
            typer.echo(f"  {clause.id:28} {clause.title}  [{' '.join(clause.safeguards)}]")
    typer.echo(f"\n{len(chosen)} clauses, library {library.version}. {FOR_COUNSEL}")


@app.command("show")
def show_clause(clause_id: str, output: TextJsonFormat = TextOrJson.TEXT) -> None:
    """Show one clause in its three variants, with negotiation notes and translated headings."""
    library = load_clauses()
    clause = clause_of(library, clause_id)
    if output is TextOrJson.JSON:
        typer.echo(json.dumps(asdict(clause), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{clause.title} ({clause.id}, version {clause.version})")
    typer.echo(f"Part: {library.parts[clause.part]}. Included: {clause.include.value}.")
    typer.echo(f"Carries out: {' '.join(clause.safeguards) or 'no single safeguard'}.")
    typer.echo(f"Answers: {' '.join(clause.red_flags) or 'no single red flag'}.")
    typer.echo("; ".join(f"{code}: {text}" for code, text in clause.headings.items()))
    typer.echo(f"\nNegotiation\n{_filled(clause.negotiation)}")
    for variant in Variant:
        typer.echo(f"\n{variant.label}\n{_filled(clause.text(variant))}")
    typer.echo(f"\n{FOR_COUNSEL}")


@app.command("assemble")
def assemble(
    file: Annotated[Path, typer.Argument(help="The transaction: a .toml or .json file.")],
    variant: VariantOption = Variant.BALANCED,
    as_of: AsOf = None,
    output: TextJsonFormat = TextOrJson.TEXT,
    out: Out = None,
    pack: PackDir = None,
    data_dir: DataDir = None,
) -> None:
    """Assemble the annex that a transaction's plan asks for; `enduse document annex` makes Word."""
    not_onto(file, out)
    engine = load_engine(pack, data_folder(data_dir))
    plan = plan_safeguards(assess_file(engine, file, as_of), engine.pack)
    library = load_clauses() if pack is None else read_clauses(pack, engine.pack.catalogue)
    annex = assemble_annex(plan, library, variant, countries=engine.base.countries)
    if output is TextOrJson.JSON:
        give(json.dumps(asdict(annex), ensure_ascii=False, indent=2) + "\n", out)
    else:
        give(annex_text(annex), out)


def _row(clause: Clause, library: ClauseLibrary) -> dict[str, object]:
    return {
        "id": clause.id,
        "version": clause.version,
        "title": clause.title,
        "part": library.parts[clause.part],
        "include": clause.include.value,
        "safeguards": list(clause.safeguards),
        "red_flags": list(clause.red_flags),
    }


def _filled(text: str) -> str:
    """Paragraphs of 80 columns; a line that begins with a hyphen stays a line of its own."""
    blocks = text.replace("\n- ", "\n\n- ").replace("\n  ", " ").split("\n\n")
    return "\n".join(
        textwrap.fill(" ".join(block.split()), _WIDTH, initial_indent="  ", subsequent_indent="  ")
        for block in blocks
    )
