"""Names of packages, written the way each ecosystem compares them."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]
"""Ecosystem (a package-URL type such as pypi) and name in its normal form."""

_PEP_503 = re.compile(r"[-_.]+")
_MAJOR = re.compile(r"/v\d+$")
_GOPKG = re.compile(r"\.v\d+$")
_SCALA = re.compile(r"_(?:2\.\d+|3)$")
_TAG = re.compile(r"(?:@sha256:[0-9a-f]+|:[\w.-]+)*$")
_SLASHES = re.compile(r"/+")


def key_of(ecosystem: str, name: str) -> Key:
    """The key under which a package is compared.

    >>> key_of("pypi", "Face_Recognition[gpu]")
    ('pypi', 'face-recognition')
    """
    kind = ecosystem.lower()
    normal = _NORMAL.get(kind, str.lower)
    return kind, normal(name.strip())


def _pypi(name: str) -> str:
    return _PEP_503.sub("-", name.partition("[")[0].strip()).lower()


def _npm(name: str) -> str:
    return name.replace("%40", "@").lower()


def _maven(name: str) -> str:
    """Group and artifact; the Scala version a build adds to its name says nothing."""
    group, _, artifact = name.replace(":", "/", 1).partition("/")
    return f"{group}/{_SCALA.sub('', artifact.partition(':')[0])}".lower()


def _golang(name: str) -> str:
    """The module path without its major version."""
    path = _SLASHES.sub("/", name.strip("/")).lower()
    return _GOPKG.sub("", path) if path.startswith("gopkg.in/") else _MAJOR.sub("", path)


def _cargo(name: str) -> str:
    return name.replace("_", "-").lower()


def _debian(name: str) -> str:
    """The package without the architecture, and without the mark of a source package."""
    return name.removeprefix("src:").partition(":")[0].lower()


def _docker(name: str) -> str:
    """The image without its tag, digest and the registry that is meant when none is named."""
    image = _TAG.sub("", name.lower())
    return image.removeprefix("docker.io/").removeprefix("library/")


def _github(name: str) -> str:
    return name.removesuffix(".git").lower()


_NORMAL: Mapping[str, Callable[[str], str]] = {
    "pypi": _pypi,
    "npm": _npm,
    "maven": _maven,
    "golang": _golang,
    "cargo": _cargo,
    "deb": _debian,
    "docker": _docker,
    "github": _github,
}
