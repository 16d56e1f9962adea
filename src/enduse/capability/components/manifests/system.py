"""What systems list: Debian control files, images, and the packages a Dockerfile installs."""

import re
import shlex
from collections.abc import Iterator

from enduse.capability.components.component import Component, ComponentList, listed
from enduse.capability.components.manifests.python import requirement

_FIELDS = {
    "depends": False,
    "pre-depends": False,
    "recommends": False,
    "suggests": False,
    "build-depends": True,
    "build-depends-indep": True,
    "build-depends-arch": True,
}
_DEBIAN_NAME = re.compile(
    r"^\s*(?P<name>[a-z0-9][a-z0-9.+-]+)(?::\w+)?\s*(?:\((?P<version>[^)]*)\))?"
)
_STATUS_PACKAGE = re.compile(r"^Package: (?P<name>\S+)$", re.MULTILINE)
_INSTALL = {
    ("apt-get", "install"): "deb",
    ("apt", "install"): "deb",
    ("aptitude", "install"): "deb",
    ("apk", "add"): "apk",
    ("yum", "install"): "rpm",
    ("dnf", "install"): "rpm",
    ("microdnf", "install"): "rpm",
    ("zypper", "install"): "rpm",
    ("pacman", "-S"): "alpm",
    ("brew", "install"): "brew",
    ("pip", "install"): "pypi",
    ("pip3", "install"): "pypi",
    ("uv", "add"): "pypi",
    ("pipx", "install"): "pypi",
    ("npm", "install"): "npm",
    ("npm", "i"): "npm",
    ("yarn", "add"): "npm",
    ("pnpm", "add"): "npm",
    ("go", "install"): "golang",
    ("go", "get"): "golang",
    ("cargo", "install"): "cargo",
    ("conda", "install"): "conda",
    ("mamba", "install"): "conda",
    ("composer", "require"): "composer",
}
"""Commands that install, and the ecosystem of what they install."""

_WITH_VALUE = {"-t", "--target", "-c", "-r", "-i", "--index-url", "--extra-index-url", "--root"}
_BETWEEN = re.compile(r"&&|\|\||[;|]|\n")
_WORDS_BEFORE = 4  # sudo, env settings and flags that may stand before or inside a command


def read_debian_control(text: str) -> ComponentList:
    """Read debian/control, or the control file of a package."""
    return listed(
        component
        for name, value in _fields(text)
        if name in _FIELDS
        for component in _relations(value, development=_FIELDS[name])
    )


def read_dpkg_status(text: str) -> ComponentList:
    """Read the list of installed packages, /var/lib/dpkg/status. It does not say what is direct."""
    found = _STATUS_PACKAGE.finditer(text)
    return ComponentList(tuple(Component("deb", one["name"]) for one in found))


def read_dockerfile(text: str) -> ComponentList:
    """Read a Dockerfile: the images it builds on and the packages its commands install."""
    plain = re.sub(r"\\\r?\n(?:\s*#[^\n]*\n)*", " ", text)
    found: list[Component] = []
    stages: set[str] = set()
    for line in plain.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].upper() == "FROM":
            found += _image(words, stages)
        elif words[0].upper() == "RUN":
            found += installed(line.split(None, 1)[1] if len(words) > 1 else "")
    return listed(found)


def read_compose(text: str) -> ComponentList:
    """Read the images that a Compose or Kubernetes file names."""
    found = re.finditer(r"^\s*-?\s*image:\s*[\"']?([^\s\"'#]+)", text, re.MULTILINE)
    return listed(Component("docker", one[1]) for one in found if "$" not in one[1])


def installed(command: str) -> Iterator[Component]:
    """The packages that a line of shell installs."""
    for part in _BETWEEN.split(command):
        words = _words(part)
        for place, word in enumerate(words[: _WORDS_BEFORE + 1]):
            after = [w for w in words[place + 1 :] if not w.startswith("-") or w == "-S"]
            verb = after[0] if after else ""
            ecosystem = _INSTALL.get((word.rpartition("/")[2], verb))
            if ecosystem:
                yield from _arguments(words[words.index(verb, place) + 1 :], ecosystem)
                break


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command, comments=True)
    except ValueError:
        return command.split()


def _arguments(words: list[str], ecosystem: str) -> Iterator[Component]:
    skip = False
    for word in words:
        if skip or word.startswith(("-", "$", ".", "/", ">")):
            skip = word in _WITH_VALUE and not skip
            continue
        component = _argument(word, ecosystem)
        if component is not None:
            yield component


def _argument(word: str, ecosystem: str) -> Component | None:
    if ecosystem == "pypi":
        return requirement(word)
    if ecosystem in {"npm", "golang", "cargo"}:
        name, at, version = word.rpartition("@")
        return Component(ecosystem, name if at and name else word, version if name else "")
    name = re.split(r"[=<>~]", word, maxsplit=1)[0]
    return Component(ecosystem, name) if re.fullmatch(r"[A-Za-z0-9][\w.+:/-]*", name) else None


def _image(words: list[str], stages: set[str]) -> Iterator[Component]:
    names = [word for word in words[1:] if not word.startswith("--")]
    if len(names) >= 3 and names[1].upper() == "AS":
        stages.add(names[2])
    if names and names[0] not in stages and names[0] != "scratch" and "$" not in names[0]:
        yield Component("docker", names[0])


def _fields(text: str) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in text.splitlines():
        if line[:1] in {" ", "\t"}:
            value += " " + line.strip()
        elif not line.startswith("#"):
            if name:
                yield name, value
            name, _, value = line.partition(":")
            name = name.strip().lower()
    if name:
        yield name, value


def _relations(value: str, *, development: bool) -> Iterator[Component]:
    for relation in re.split(r"[,|]", value):
        found = _DEBIAN_NAME.match(relation)
        if found:
            version = (found["version"] or "").lstrip("<>= ")
            is_tool = development and not found["name"].startswith("lib")  # a library is built in
            yield Component("deb", found["name"], version, development=is_tool)
