"""`enduse new`: a commented file to describe a transaction in."""

import json
import textwrap
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated

import typer

from enduse.cli.exits import in_one_line
from enduse.cli.files import write_whole
from enduse.domain.errors import ConflictError, InvalidInputError
from enduse.domain.vocabulary import PartyType, Role

_WIDTH = 88


def new(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("transaction.toml"),
) -> None:
    """Write a commented file that describes a transaction; it never replaces a file."""
    if path.exists():
        raise ConflictError(f"{path}: is already there; give another name or remove it first")
    if path.suffix.lower() != ".toml":
        raise InvalidInputError(f"{path}: the file is TOML; end its name in .toml")
    write_whole(path, template_for(path))
    typer.echo(f"Wrote {path}. Next: describe the product in it, then run enduse ask {path}")


def template_for(path: Path) -> str:
    """The commented file, with the words of the vocabulary filled in."""
    name = in_one_line(path.name.encode("utf-8", "replace").decode())
    text = files("enduse.cli").joinpath("transaction_template.toml").read_text("utf-8")
    return Template(text).substitute(
        name=name,
        id=json.dumps(name.removesuffix(path.suffix), ensure_ascii=False),
        roles=_listed(role.value for role in Role),
        types=_listed(kind.value for kind in PartyType),
    )


def _listed(words: Iterable[str]) -> str:
    return "\n#          ".join(textwrap.wrap(", ".join(words), _WIDTH))
