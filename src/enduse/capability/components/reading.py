"""Which reader a file of components needs, by its name and by what stands in it."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TypeAlias

from enduse.capability.components.component import ComponentList
from enduse.capability.components.manifests import (
    cargo,
    composer,
    go,
    jvm,
    npm,
    nuget,
    python,
    system,
)
from enduse.capability.components.sbom import cyclonedx, spdx
from enduse.domain.errors import EnduseError, InvalidInputError

MAX_BYTES = 50_000_000  # of one bill of materials or lock file
Reader: TypeAlias = Callable[[str], ComponentList]

_BY_NAME: tuple[tuple[str, Reader], ...] = (
    ("requirements*.txt", python.read_requirements),
    ("requirements*.in", python.read_requirements),
    ("*requirements.txt", python.read_requirements),
    ("constraints*.txt", python.read_requirements),
    ("pyproject.toml", python.read_pyproject),
    ("poetry.lock", python.read_lock),
    ("uv.lock", python.read_lock),
    ("pdm.lock", python.read_lock),
    ("pylock*.toml", python.read_lock),
    ("pipfile", python.read_pipfile),
    ("pipfile.lock", python.read_pipfile_lock),
    ("setup.cfg", python.read_setup_cfg),
    ("setup.py", python.read_setup_py),
    ("environment*.yml", python.read_conda),
    ("environment*.yaml", python.read_conda),
    ("package.json", npm.read_package_json),
    ("package-lock.json", npm.read_package_lock),
    ("npm-shrinkwrap.json", npm.read_package_lock),
    ("yarn.lock", npm.read_yarn_lock),
    ("pnpm-lock.yaml", npm.read_pnpm_lock),
    ("go.mod", go.read_go_mod),
    ("go.sum", go.read_go_sum),
    ("pom.xml", jvm.read_pom),
    ("*.pom", jvm.read_pom),
    ("build.gradle", jvm.read_gradle),
    ("build.gradle.kts", jvm.read_gradle),
    ("*.gradle", jvm.read_gradle),
    ("*.gradle.kts", jvm.read_gradle),
    ("*gradle.lockfile", jvm.read_gradle_lock),
    ("*.versions.toml", jvm.read_version_catalogue),
    ("cargo.toml", cargo.read_cargo_toml),
    ("cargo.lock", cargo.read_cargo_lock),
    ("composer.json", composer.read_composer_json),
    ("composer.lock", composer.read_composer_lock),
    ("*.csproj", nuget.read_project),
    ("*.fsproj", nuget.read_project),
    ("*.vbproj", nuget.read_project),
    ("directory.packages.props", nuget.read_project),
    ("directory.build.props", nuget.read_project),
    ("packages.config", nuget.read_packages_config),
    ("packages.lock.json", nuget.read_packages_lock),
    ("dockerfile*", system.read_dockerfile),
    ("*.dockerfile", system.read_dockerfile),
    ("containerfile*", system.read_dockerfile),
    ("docker-compose*.y*ml", system.read_compose),
    ("compose*.y*ml", system.read_compose),
)

_BILLS: tuple[tuple[tuple[str, ...], str, Reader], ...] = (
    ((".json",), '"bomFormat"', cyclonedx.read_json),
    ((".json",), '"spdxVersion"', spdx.read_json),
    ((".json", ".jsonld"), "spdx.org/rdf/3", spdx.read_json),
    ((".xml",), "cyclonedx.org/schema/bom", cyclonedx.read_xml),
    ((".xml",), "SPDXRef-", spdx.read_xml),
    ((".rdf",), "spdx.org/rdf", spdx.read_xml),
    ((".spdx", ".tag", ".txt"), "SPDXVersion:", spdx.read_tag_value),
)
"""Endings of a bill of materials, and the word in it that tells the kind."""


def reader_of(path: str, text: str) -> Reader | None:
    """The reader for a file; None when it lists no components as far as we know.

    Args:
        path: with forward slashes.
        text: what stands in the file.
    """
    name = path.rpartition("/")[2].lower()
    for pattern, reader in _BY_NAME:
        if fnmatchcase(name, pattern):
            return reader
    folder = path.rpartition("/")[0].rpartition("/")[2].lower()
    if (folder, name) == ("debian", "control") or name == "control.in":
        return system.read_debian_control
    if path.endswith("dpkg/status"):
        return system.read_dpkg_status
    return bill_reader_of(name, text)


def bill_reader_of(name: str, text: str) -> Reader | None:
    """The reader for a bill of materials, told by its ending and a word in it."""
    lowered = name.lower()
    for endings, word, reader in _BILLS:
        if lowered.endswith(endings) and word in text:
            return reader
    return None


def read_components(path: str, data: bytes) -> ComponentList | None:
    """Read one file that lists components; None when it is none that we know.

    Raises:
        InvalidInputError: it is one and cannot be read; the message names the file.
    """
    if len(data) > MAX_BYTES:
        raise InvalidInputError(
            f"{path}: {len(data):,} bytes long; a list of components has at most {MAX_BYTES:,}"
        )
    try:
        text = decoded(data)
        reader = reader_of(path, text)
        return reader(text) if reader else None
    except EnduseError as error:
        raise InvalidInputError(f"{path}: {error}") from None


def read_bill(path: str, data: bytes) -> ComponentList:
    """Read a file that a person says is a bill of materials.

    Raises:
        InvalidInputError: it is not one, or cannot be read; the message names the file.
    """
    found = read_components(path, data)
    if found is None:
        raise InvalidInputError(
            f"{path}: is no bill of materials that is known; CycloneDX (JSON, XML) and SPDX "
            "(JSON, XML, tag-value) are"
        )
    return found


def decoded(data: bytes) -> str:
    """Bytes as text.

    Raises:
        InvalidInputError: they are not UTF-8, or UTF-16 with a byte-order mark.
    """
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"not text in UTF-8 at byte {error.start}") from None
