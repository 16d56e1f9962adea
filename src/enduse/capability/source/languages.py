"""Languages of source code by the ending of a file, and what leads a comment and an import."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NONE = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Language:
    """How one language writes what this project looks for."""

    name: str
    comments: tuple[str, ...]  # what leads a line that is only a comment
    imports: re.Pattern[str] = _NONE  # group `name`: what is imported


_PYTHON = Language(
    "python",
    ("#",),
    re.compile(r"^\s*(?:from|import)\s+(?P<name>[\w.]+(?:\s*,\s*[\w.]+)*)"),
)
_JAVASCRIPT = Language(
    "javascript",
    ("//", "*", "/*"),
    re.compile(
        r"(?:\bfrom\s+|\brequire\s*\(\s*|\bimport\s*\(?\s*)[\"'](?P<name>[^\"'.][^\"']*)[\"']"
    ),
)
_GO = Language(
    "go",
    ("//", "*", "/*"),
    re.compile(r"^\s*(?:import\s+)?(?:\w+\s+|_\s+|\.\s+)?\"(?P<name>[\w.-]+\.[\w./-]+)\""),
)
_RUST = Language(
    "rust", ("//", "*", "/*"), re.compile(r"^\s*(?:pub\s+)?(?:use|extern\s+crate)\s+(?P<name>\w+)")
)
_C_LIKE = Language("c", ("//", "*", "/*"))
_SHELL = Language("shell", ("#", "::", "rem ", "REM "))
_HASH = Language("script", ("#",))
_CONFIGURATION = Language("configuration", ("#", "//", ";", "<!--"))

LANGUAGES: Mapping[str, Language] = {
    ".py": _PYTHON,
    ".pyw": _PYTHON,
    ".pyi": _PYTHON,
    ".ipynb": _PYTHON,
    ".js": _JAVASCRIPT,
    ".jsx": _JAVASCRIPT,
    ".mjs": _JAVASCRIPT,
    ".cjs": _JAVASCRIPT,
    ".ts": _JAVASCRIPT,
    ".tsx": _JAVASCRIPT,
    ".mts": _JAVASCRIPT,
    ".cts": _JAVASCRIPT,
    ".vue": _JAVASCRIPT,
    ".svelte": _JAVASCRIPT,
    ".go": _GO,
    ".rs": _RUST,
    **dict.fromkeys((".java", ".kt", ".kts", ".scala", ".groovy", ".cs", ".vb", ".fs"), _C_LIKE),
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".cu"), _C_LIKE),
    **dict.fromkeys((".swift", ".m", ".mm", ".php", ".dart", ".proto"), _C_LIKE),
    **dict.fromkeys((".sh", ".bash", ".zsh", ".bat", ".cmd", ".ps1", ".mk"), _SHELL),
    **dict.fromkeys((".rb", ".pl", ".pm", ".r", ".lua", ".ex", ".exs", ".jl", ".tcl"), _HASH),
    **dict.fromkeys((".yaml", ".yml", ".ini", ".cfg", ".conf", ".env"), _CONFIGURATION),
    **dict.fromkeys((".tf", ".properties", ".plist", ".xml", ".toml"), _CONFIGURATION),
}

_NAMES: Mapping[str, Language] = {
    "makefile": _SHELL,
    "dockerfile": _SHELL,
    "containerfile": _SHELL,
    "jenkinsfile": _C_LIKE,
    "vagrantfile": _HASH,
    "rakefile": _HASH,
    "gemfile": _HASH,
}


def language_of(path: str) -> Language | None:
    """The language of a file by its name; None when it is no source code that we know."""
    name = path.rpartition("/")[2].lower()
    if name in _NAMES or name.startswith("dockerfile."):
        return _NAMES.get(name, _SHELL)
    _, dot, ending = name.rpartition(".")
    return LANGUAGES.get(dot + ending) if dot else None
