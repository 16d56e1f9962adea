"""Read one file of source code for signs of what the product can do, line by line."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from enduse.capability.components.parsing import rows_in, word_in
from enduse.capability.components.table import Given, KnownComponent
from enduse.capability.source.languages import Language, language_of
from enduse.capability.source.signs import Sign, Signs, folded

MAX_LINE = 4_000  # characters of a line that are read; longer ones are generated or data
MAX_QUOTE = 200  # characters of a line that are quoted
_WORD = re.compile(r"[A-Za-z_]\w{3,}")
_QUOTED = re.compile(r"[\"'`]([^\"'`\n]{1,200})[\"'`]")
_PROGRAM = re.compile(r"^(?:/usr)?(?:/local)?(?:/s?bin/)?(?P<name>[\w.+-]+)")
_SHELL_PART = re.compile(
    r"(?:^|&&|\|\||[;|(`]|\$\(|\bsudo\b|\bexec\b|\bRUN\b|\bthen\b|\bdo\b)\s*(?:@|-)?\s*"
)
_RUNS = re.compile(
    r"subprocess|popen|spawn|exec|system\s*\(|ProcessBuilder|Process\.Start|Command|shell|run\s*\(|"
    r"check_output|backtick|Runtime",
    re.IGNORECASE,
)
_NEAR_LINES = 3  # a quoted program counts when something that starts programs stands so near
_WEIGHTS = (
    ".onnx",
    ".pt",
    ".pth",
    ".pb",
    ".tflite",
    ".h5",
    ".hdf5",
    ".caffemodel",
    ".weights",
    ".bin",
    ".engine",
    ".xml",
    ".dat",
    ".mlmodel",
    ".safetensors",
    ".param",
    ".ckpt",
    ".zip",
    ".joblib",
    ".pkl",
    ".gguf",
    ".nemo",
    ".task",
    ".rknn",
    ".trt",
    ".mnn",
)


class SightingKind(StrEnum):
    """How a sign was seen."""

    IMPORT = "import"
    CALL = "call"
    COMMAND = "command"
    ADDRESS = "address"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One sign on one line."""

    path: str
    line: int  # from 1
    text: str  # the line, trimmed
    kind: SightingKind
    gives: tuple[Given, ...]
    reason: str
    component: KnownComponent | None = None  # of an import
    is_sure: bool = True  # False for an import whose name also stands for other things


def is_weights(path: str) -> bool:
    """Whether a file may hold trained weights, by its ending."""
    return path.lower().endswith(_WEIGHTS)


def read_source(path: str, text: str, signs: Signs) -> tuple[Sighting, ...]:
    """Every sign in one file, each name once, on the first line that bears it.

    Args:
        path: with forward slashes; its ending tells the language.
        text: what stands in the file.
        signs: what to look for.
    """
    language = language_of(path)
    if language is None:
        return ()
    lines = _notebook(text) if path.lower().endswith(".ipynb") else text.splitlines()
    found: dict[tuple[SightingKind, str], Sighting] = {}
    for key, sighting in _Reader(path, text, language, signs).sightings(lines):
        found.setdefault((sighting.kind, key), sighting)
    return tuple(found.values())


def _notebook(text: str) -> list[str]:
    """The lines of the code of a Jupyter notebook; none when it is damaged."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return []
    cells = [cell for cell in rows_in(content, "cells") if word_in(cell, "cell_type") == "code"]
    lines: list[str] = []
    for cell in cells:
        whole = word_in(cell, "source") or "".join(
            line for line in rows_in(cell, "source") if isinstance(line, str)
        )
        lines += whole.splitlines()
    return lines


class _Reader:
    """Reads one file; knows which signs its words allow."""

    def __init__(self, path: str, text: str, language: Language, signs: Signs) -> None:
        self._path = path
        self._language = language
        self._signs = signs
        self._lowered = text.lower()
        self._addresses = [pair for pair in signs.addresses if pair[0] in self._lowered]
        self._last_run = -_NEAR_LINES

    def sightings(self, lines: list[str]) -> Iterator[tuple[str, Sighting]]:
        for number, whole in enumerate(lines, start=1):
            line = whole[:MAX_LINE]
            stripped = line.strip()
            if not stripped or stripped.startswith(self._language.comments):
                continue
            yield from self._of_line(number, line, stripped)

    def _of_line(self, number: int, line: str, stripped: str) -> Iterator[tuple[str, Sighting]]:
        shown = stripped[:MAX_QUOTE]
        for kind, key, sign in self._signs_in(number, line):
            yield key, Sighting(self._path, number, shown, kind, sign.gives, sign.reason)
        for name, component in self._imports(line):
            reason = f"imports {name}: {component.reason}"
            is_sure = name.partition(".")[0] not in self._signs.ambiguous_imports
            yield (
                component.name,
                Sighting(
                    self._path,
                    number,
                    shown,
                    SightingKind.IMPORT,
                    component.gives,
                    reason,
                    component,
                    is_sure,
                ),
            )

    def _signs_in(self, number: int, line: str) -> Iterator[tuple[SightingKind, str, Sign]]:
        is_code = self._language.name != "configuration"
        if is_code or "permission" in line:
            yield from self._words(line)
        if self._addresses:
            lowered = line.lower()
            for part, sign in self._addresses:
                if part in lowered:
                    yield SightingKind.ADDRESS, part, sign
        yield from self._programs(number, line)
        for quoted in _QUOTED.findall(line):
            if is_weights(quoted) and (model := self._signs.model(quoted)):
                yield SightingKind.MODEL, quoted, model

    def _words(self, line: str) -> Iterator[tuple[SightingKind, str, Sign]]:
        for word in _WORD.findall(line):
            if word in self._signs.words:
                sign = self._signs.words[word]
                if self._is_near(sign):
                    yield SightingKind.CALL, word, sign
            key = folded(word)
            for sign in self._signs.calls.get(key, ()):
                if self._is_near(sign):
                    yield SightingKind.CALL, key, sign

    def _is_near(self, sign: Sign) -> bool:
        return not sign.near or any(word in self._lowered for word in sign.near)

    def _programs(self, number: int, line: str) -> Iterator[tuple[SightingKind, str, Sign]]:
        """Programs started by a shell, or named in quotation marks beside what starts programs."""
        if self._language.name == "shell":
            parts: Collection[str] = _SHELL_PART.split(line.strip())
        else:
            if _RUNS.search(line):
                self._last_run = number
            is_near = number - self._last_run < _NEAR_LINES
            parts = _QUOTED.findall(line) if is_near else ()
        for part in parts:
            named = _PROGRAM.match(part.strip())
            program = named["name"].lower() if named else ""
            if program in self._signs.commands:
                yield SightingKind.COMMAND, program, self._signs.commands[program]

    def _imports(self, line: str) -> Iterator[tuple[str, KnownComponent]]:
        for found in self._language.imports.finditer(line):
            for name in found["name"].split(","):
                written = name.strip()
                component = self._component_of(written)
                if component is not None:
                    yield written, component

    def _component_of(self, name: str) -> KnownComponent | None:
        """The component an import belongs to: its longest leading part that is known."""
        mark = "." if self._language.name == "python" else "/"
        parts = name.split(mark)
        for length in range(len(parts), 0, -1):
            key = mark.join(parts[:length])
            key = key.lower() if self._language.name == "go" else key
            found = self._signs.imports.get((self._language.name, key))
            if found is not None:
                return found
        return None
