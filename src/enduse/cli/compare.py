"""`enduse compare`: two names, and why they score as they do."""

import json
from dataclasses import asdict

import typer

from enduse.cli.screening_options import Format, Kind, told_reason
from enduse.domain.screening import PartyKind
from enduse.screening.score import compare_names


def compare(a: str, b: str, kind: Kind = PartyKind.UNKNOWN, format: Format = "text") -> None:  # noqa: A002 - as above
    """Compare two names and say why the score is what it is."""
    comparison = compare_names(a, b, kind=kind)
    if format == "json":
        typer.echo(json.dumps(asdict(comparison), ensure_ascii=False, indent=1))
        return
    typer.echo(f"score {comparison.score:.3f}")
    for feature in comparison.features:
        typer.echo(told_reason(feature.queried, feature.listed, feature.reason, feature.weight))
