"""What Python projects list: requirements, pyproject, Poetry, uv, Pipenv, setup.cfg, Conda."""

import configparser
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.names import Key, key_of
from enduse.capability.components.parsing import (
    json_table,
    rows_in,
    table_in,
    toml_table,
    word_in,
)
from enduse.domain.errors import InvalidInputError

_NAME = re.compile(r"^\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_PIN = re.compile(r"={2,3}\s*(?P<version>[^\s;,#*]+)")
_REPOSITORY = re.compile(r"github\.com[/:](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?(?:[@#?/\s]|$)")
_DEVELOPMENT = re.compile(r"\b(?:dev|develop|development|tests?|testing|lint|docs?|ci)\b")
_CONDA_ITEM = re.compile(r"^(?P<indent>\s*)-\s*(?P<item>[^#]+?)\s*(?:#.*)?$")


def requirement(line: str, *, development: bool = False) -> Component | None:
    """Read one requirement, as in requirements.txt; None for an option or a comment."""
    line = line.partition(" #")[0].strip().strip("\"'")
    if not line or line.startswith(("#", "-r", "-c", "--")):
        return None
    line = line.removeprefix("-e ").strip()
    if found := _REPOSITORY.search(line):
        return Component("github", found["name"], development=development)
    name = _NAME.match(line)
    if name is None or line.startswith((".", "/", "http:", "https:", "file:", "git+")):
        return None
    pin = _PIN.search(line)
    version = pin["version"] if pin else ""
    return Component("pypi", name["name"], version, development=development)


def read_requirements(text: str) -> ComponentList:
    """Read requirements.txt and its kin; a line ending in a backslash goes on."""
    lines = text.replace("\\\n", " ").splitlines()
    return listed(_requirements(lines))


def read_pyproject(text: str) -> ComponentList:
    """Read pyproject.toml: the project table, its groups, Poetry's and build tables."""
    content = toml_table(text)
    project, poetry = table_in(content, "project"), table_in(table_in(content, "tool"), "poetry")
    found = [*_requirements(_texts(rows_in(project, "dependencies")))]
    for name, rows in table_in(project, "optional-dependencies").items():
        found += _requirements(_texts(rows), development=_is_development(name))
    for rows in table_in(content, "dependency-groups").values():
        found += _requirements(_texts(rows), development=True)  # PEP 735: never published
    found += _poetry(table_in(poetry, "dependencies"), development=False)
    found += _poetry(table_in(poetry, "dev-dependencies"), development=True)
    for name, group in table_in(poetry, "group").items():
        found += _poetry(table_in(group, "dependencies"), development=_is_development(name))
    return listed(found)


def read_pipfile(text: str) -> ComponentList:
    """Read a Pipfile."""
    content = toml_table(text)
    return listed(
        [
            *_poetry(table_in(content, "packages"), development=False),
            *_poetry(table_in(content, "dev-packages"), development=True),
        ]
    )


def read_pipfile_lock(text: str) -> ComponentList:
    """Read Pipfile.lock. It does not say what asked for what."""
    content = json_table(text)
    return ComponentList(
        unique(
            Component(
                "pypi", name, word_in(row, "version").lstrip("="), development=part == "develop"
            )
            for part in ("default", "develop")
            for name, row in table_in(content, part).items()
        )
    )


def read_lock(text: str) -> ComponentList:
    """Read poetry.lock, uv.lock, pdm.lock or pylock.toml: packages and what each requires."""
    content = toml_table(text)
    packages = rows_in(content, "package") or rows_in(content, "packages")
    rows = [row for row in packages if word_in(row, "name")]
    requires = {key_of("pypi", row["name"]): tuple(_required(row)) for row in rows}
    own = [row for row in rows if _is_own(row)]
    direct = frozenset(key for row in own for key in _asked(row))
    found = ComponentList(
        components=unique(_locked(row) for row in rows if not _is_own(row)),
        direct=direct if own else None,
        requires=requires,
        unreadable=len(packages) - len(rows),
    )
    tells = any("dev-dependencies" in row for row in own)
    return found.with_development_told_apart() if tells else found


def read_setup_cfg(text: str) -> ComponentList:
    """Read setup.cfg."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise InvalidInputError(f"not in the form of setup.cfg: {error}") from None
    found = [*_requirements(parser.get("options", "install_requires", fallback="").splitlines())]
    if parser.has_section("options.extras_require"):
        for name, value in parser.items("options.extras_require"):
            found += _requirements(value.splitlines(), development=_is_development(name))
    return listed(found)


def read_setup_py(text: str) -> ComponentList:
    """Read the quoted requirements of setup.py; it is looked at, never run."""
    found = re.search(r"install_requires\s*=\s*\[(.*?)\]", text, re.DOTALL)
    quoted = re.findall(r"[\"']([^\"'\n]+)[\"']", found[1]) if found else []
    return listed(_requirements(quoted))


def read_conda(text: str) -> ComponentList:
    """Read environment.yml: the list below `dependencies`, with its list below `pip`."""
    found: list[Component] = []
    pip_indent: int | None = None
    inside = False
    for line in text.splitlines():
        if line[:1].isalpha():
            inside = line.startswith("dependencies:")
            continue
        item = _CONDA_ITEM.match(line)
        if not inside or item is None:
            continue
        indent = len(item["indent"])
        if item["item"] == "pip:":
            pip_indent = indent
        elif pip_indent is not None and indent > pip_indent:
            found += _requirements([item["item"]])
        else:
            pip_indent = None
            found += _conda(item["item"])
    return listed(found)


def _conda(item: str) -> Iterator[Component]:
    name, _, version = item.strip("\"'").rpartition("::")[2].partition("=")
    plain = re.split(r"[\s<>=!]", name, maxsplit=1)[0]
    if plain:
        yield Component("conda", plain, version.strip("=").partition("=")[0])


def _requirements(lines: Iterable[str], *, development: bool = False) -> Iterator[Component]:
    for line in lines:
        component = requirement(line, development=development)
        if component is not None:
            yield component


def _texts(rows: object) -> list[str]:
    return [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []


def _is_development(name: str) -> bool:
    return bool(_DEVELOPMENT.search(name.lower().replace("_", "-")))


def _poetry(table: Mapping[str, Any], *, development: bool) -> Iterator[Component]:
    for name, wanted in table.items():
        if name == "python":
            continue
        source = word_in(wanted, "git")
        version = wanted if isinstance(wanted, str) else word_in(wanted, "version")
        pinned = version.lstrip("=").strip() if version[:1].isdigit() or "==" in version else ""
        if found := _REPOSITORY.search(source):
            yield Component("github", found["name"], development=development)
        yield Component("pypi", name, pinned, development=development)


def _locked(row: Mapping[str, Any]) -> Component:
    groups = rows_in(row, "groups")
    development = row.get("category") == "dev" or (
        bool(groups) and all(isinstance(g, str) and _is_development(g) for g in groups)
    )
    return Component("pypi", row["name"], word_in(row, "version"), development=development)


def _is_own(row: Mapping[str, Any]) -> bool:
    """Whether a package of the lock is the project itself."""
    source = table_in(row, "source")
    return any(source.get(kind) in {".", "./"} for kind in ("editable", "virtual", "directory"))


def _asked(row: Mapping[str, Any]) -> Iterator[Key]:
    """What the project itself asks for, with its extras, without its groups for development."""
    yield from _required(row)
    for wanted in table_in(row, "optional-dependencies").values():
        yield from _required({"dependencies": wanted})


def _required(row: Mapping[str, Any]) -> Iterator[Key]:
    """What a package requires: a table in poetry.lock, a list of tables in uv.lock."""
    wanted = row.get("dependencies")
    if isinstance(wanted, Mapping):
        yield from (key_of("pypi", name) for name in wanted)
    for entry in wanted if isinstance(wanted, list) else []:
        name = entry if isinstance(entry, str) else word_in(entry, "name")
        if found := _NAME.match(name):
            yield key_of("pypi", found["name"])
