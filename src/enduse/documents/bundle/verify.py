"""Check an enduse evidence bundle with nothing but Python 3.11: `python3 verify.py [BUNDLE.zip]`.

Without an argument it checks the folder it lies in. It compares every file with the manifest,
the rules with the hash that the assessment names, and works out every finding again from the
facts in the bundle, with code that shares nothing with the program that wrote it.

A file that was changed cannot vouch for itself. Compare what this prints with the hashes you were
given by another way, or hand them over: `--manifest SHA256`; and take this file from a copy of
enduse that you trust.
"""

import ast
import datetime
import hashlib
import json
import re
import struct
import sys
import tomllib
import zlib
from pathlib import Path
from typing import Any

Json = dict[str, Any]
FORMAT = "enduse evidence bundle 1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
SELF = "verify.py"
FACTS, RULES, RESULT, PACK = "facts.json", "rules.json", "assessment.json", "pack/"
YES, NO, UNKNOWN = "yes", "no", "unknown"
FINDING = {YES: "raised", NO: "clear", UNKNOWN: "unknown"}
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


class BundleError(Exception):
    """Something is not as it should be; the first argument is the file it is about."""

    def __init__(self, file: str, says: str) -> None:
        super().__init__(file, says)
        self.file, self.says = file, says


def main(arguments: list[str]) -> int:
    """Check a bundle; 0 when all is well, 1 when not, 2 when there is nothing to check."""
    expected = ""
    if "--manifest" in arguments:
        place = arguments.index("--manifest")
        expected = (arguments[place + 1 : place + 2] or [""])[0].lower()
        del arguments[place : place + 2]
        if not re.fullmatch("[0-9a-f]{64}", expected):
            say("--manifest: give the 64 hexadecimal digits of a SHA-256")
            return 2
    target = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        files = read_zip(target) if target.is_file() else read_folder(target)
        check(files, expected)
    except BundleError as problem:
        say(f"FAILED {problem.file}: {problem.says}")
        return 1
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        say(f"FAILED: the bundle is malformed: {type(error).__name__}: {error}")
        return 1
    say("All is as it should be.")
    return 0


def say(line: str) -> None:
    """Print one line, whatever the terminal can show."""
    sys.stdout.write(line.encode("ascii", "backslashreplace").decode("ascii") + "\n")


def check(files: dict[str, bytes], expected: str = "") -> None:
    """Check everything, printing each step.

    Raises:
        BundleError: the first thing that is wrong, with the file it is about.
    """
    manifest = check_manifest(files, expected)
    check_files(files, manifest)
    check_evidence(files, manifest)
    facts, rules, result = (load(files, name) for name in (FACTS, RULES, RESULT))
    check_rules(files, rules, result)
    check_findings(facts, rules, result)
    check_documents(files, manifest)


# Files ------------------------------------------------------------------------------------------


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read every file of an unpacked bundle."""
    if not folder.is_dir():
        raise BundleError(str(folder), "there is no such file or folder")
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise BundleError(path.name, "is a link; a bundle holds plain files")
        if path.is_file():
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def read_zip(path: Path) -> dict[str, bytes]:
    """Read a packed bundle, strictly: every byte of it must be one that enduse would write."""
    packed = path.read_bytes()
    files: dict[str, bytes] = {}
    central, at = b"", 0
    while packed[at : at + 4] == LOCAL:
        name, content, entry, after = read_entry(packed, at, path.name)
        if name in files:
            raise BundleError(name, "stands twice in the zip file")
        files[name] = content
        central, at = central + entry, after
    end = END + struct.pack("<4H2IH", 0, 0, len(files), len(files), len(central), at, 0)
    if packed[at:] != central + end:
        name = named_by(packed[at:], central, files, path.name)
        raise BundleError(name, "the list of the zip file is damaged")
    return files


def read_entry(packed: bytes, at: int, zip_name: str) -> tuple[str, bytes, bytes, int]:
    """Read one stored file: its name, content, entry in the list at the end, and where it ends."""
    head = packed[at + 4 : at + 30]
    if len(head) < 26:
        raise BundleError(zip_name, "ends in the middle of a file")
    needs, flags, method, time, date, crc, packed_size, size, name_size, extra = struct.unpack(
        "<5H3I2H", head
    )
    start = at + 30 + name_size
    name = packed[at + 30 : start].decode("utf-8", "backslashreplace")
    content = packed[start : start + size]
    if (needs, flags & ~0x800, method, time, date, extra) != (20, 0, 0, 0, 33, 0) or (
        packed_size != size or len(content) != size
    ):
        raise BundleError(name, "its header in the zip file is damaged")
    if zlib.crc32(content) != crc:
        raise BundleError(name, "was changed inside the zip file")
    fields = (0x0314, 20, flags, 0, 0, 33, crc, size, size, name_size, 0, 0, 0, 0, 0o644 << 16, at)
    entry = CENTRAL + struct.pack("<6H3I5H2I", *fields) + packed[at + 30 : start]
    return name, content, entry, start + size


def named_by(found: bytes, wanted: bytes, files: dict[str, bytes], zip_name: str) -> str:
    """The file whose entry in the list at the end is the first that differs."""
    at = 0
    for name in files:
        size = 46 + len(name.encode())
        if found[at : at + size] != wanted[at : at + size]:
            return name
        at += size
    return zip_name


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def load(files: dict[str, bytes], name: str) -> Json:
    """Read one JSON file."""
    try:
        told: Json = json.loads(files[name])
    except (KeyError, ValueError) as error:
        raise BundleError(name, f"cannot be read: {error}") from None
    return told


def check_manifest(files: dict[str, bytes], expected: str) -> Json:
    """Compare the manifest with its seal and with the hash that was given."""
    for name in (MANIFEST, SEAL, SELF):
        if name not in files:
            raise BundleError(name, "is missing")
    found = sha256(files[MANIFEST])
    if files[SEAL] != f"{found}  {MANIFEST}\n".encode():
        raise BundleError(MANIFEST, f"does not match {SEAL}: one of the two was changed")
    if expected and found != expected:
        raise BundleError(MANIFEST, f"its SHA-256 is {found}, not the one given")
    manifest = load(files, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise BundleError(MANIFEST, f"is not of the format {FORMAT!r}")
    say(f"Manifest  {found}" + ("" if expected else "  (compare it with the one you were given)"))
    return manifest


def check_files(files: dict[str, bytes], manifest: Json) -> None:
    """Compare every file with its hash; nothing may be missing, nothing may be added."""
    listed = manifest["files"]
    for name, digest in listed.items():
        if name not in files:
            raise BundleError(name, "is missing")
        if sha256(files[name]) != digest:
            raise BundleError(name, "was changed: its SHA-256 is not the one in the manifest")
    for name in files:
        if name not in listed and name not in {MANIFEST, SEAL}:
            raise BundleError(name, "is not in the manifest")
    say(f"Files     {len(listed)} as the manifest has them")


def check_evidence(files: dict[str, bytes], manifest: Json) -> None:
    """Work out the hash that stands at the foot of the documents."""
    lines = (
        f"{sha256(files[name])}  {name}\n"
        for name in sorted(manifest["files"])
        if not name.startswith("documents/")
    )
    found = sha256("".join(lines).encode())
    if found != manifest["evidence_sha256"]:
        raise BundleError(MANIFEST, "its hash of the evidence is not that of the files")
    say(f"Evidence  {found[:12]}  (stands at the foot of every page of the documents)")


# Rules ------------------------------------------------------------------------------------------


def check_rules(files: dict[str, bytes], rules: Json, result: Json) -> None:
    """The rules are those of the pack that the result names, and mean what their text says."""
    pack = {n.removeprefix(PACK): c for n, c in files.items() if n.startswith(PACK)}
    digest = hashlib.sha256()
    for name, content in sorted(pack.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    if digest.hexdigest() != result["reproducibility"]["rules_sha256"]:
        raise BundleError(RESULT, "names another rule pack than the one in the bundle")
    flags = {id_: name for name in pack if (id_ := flag_id(name))}
    for rule in rules["rules"]:
        if rule["id"] not in flags:
            raise BundleError(RULES, f"{rule['id']}: the pack has no such rule")
        name = flags[rule["id"]]
        written = tomllib.loads(pack[name].decode("utf-8"))["when"]
        if plain_form(written) != plain_form(text_of(rule["condition"])):
            raise BundleError(RULES, f"{rule['id']}: is not what {PACK}{name} says")
    if {rule["id"] for rule in rules["rules"]} != set(flags):
        raise BundleError(RULES, "does not hold every rule of the pack")
    say(f"Rules     {len(flags)} as written in the pack {digest.hexdigest()[:12]}")


def flag_id(name: str) -> str:
    """The id of the red flag that a file of the pack holds, or an empty text."""
    found = re.fullmatch(r"red_flags/([A-Z0-9-]+)\.toml", name)
    return found[1] if found else ""


def text_of(node: Json) -> str:
    """Write a condition as text."""
    kind = node["kind"]
    if kind in {"and", "or"}:
        parts = (
            f"({text_of(part)})" if part["kind"] in {"and", "or"} else text_of(part)
            for part in node["parts"]
        )
        return f" {kind} ".join(parts)
    if kind == "not":
        inner = text_of(node["part"])
        return f"not ({inner})" if node["part"]["kind"] in {"and", "or"} else f"not {inner}"
    return leaf_text(node)


def leaf_text(node: Json) -> str:
    """Write a condition that reads one fact."""
    kind, fact = node["kind"], str(node["fact"])
    if kind == "holds":
        return fact
    if kind == "compares":
        left = fact if node["measure"] == "value" else f"{node['measure']}({fact})"
        right = node["literal"]
        shown = f'"{right}"' if isinstance(right, str) else f"{right:g}"
        return f"{left} {node['operator']} {shown}"
    listed = ", ".join(f'"{word}"' for word in node["words"])
    if kind == "is_one_of":
        return f"{fact} {'not in' if node['negated'] else 'in'} [{listed}]"
    if kind == "shares":
        return f"{listed} in {fact}" if node["form"] == "in" else f"any_of({fact}, [{listed}])"
    raise BundleError(RULES, f"{kind!r} is no kind of condition")


class Plain(ast.NodeTransformer):
    """Bring the ways of writing one condition to one form."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Every number is written alike."""
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return ast.Constant(float(node.value))
        return node

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        """Round brackets are square ones."""
        return self.generic_visit(ast.List(node.elts, ast.Load()))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`one_of(fact, words)` is `fact in words`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "one_of":
            return ast.Compare(node.args[0], [ast.In()], [node.args[1]])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`"word" not in fact` is `not "word" in fact`."""
        self.generic_visit(node)
        if isinstance(node.left, ast.Constant) and isinstance(node.ops[0], ast.NotIn):
            return ast.UnaryOp(ast.Not(), ast.Compare(node.left, [ast.In()], node.comparators))
        return node


def plain_form(text: str) -> str:
    """A condition in one form, whatever its spaces, quotes and brackets."""
    return ast.dump(Plain().visit(ast.parse(f"({text}\n)", mode="eval")))


# Findings ---------------------------------------------------------------------------------------


def check_findings(facts: Json, rules: Json, result: Json) -> None:
    """Work out every finding again and compare answer, guess, gaps and the why-tree."""
    if facts["as_of"] != result["as_of"]:
        raise BundleError(FACTS, "is of another day than the assessment")
    firm = {fact["name"]: fact for fact in facts["facts"] if fact["firm"]}
    guesses = {fact["name"]: fact for fact in facts["facts"] if not fact["firm"]}
    found = {finding["id"]: finding for finding in result["findings"]}
    standing = [rule for rule in rules["rules"] if stands(rule, result["as_of"])]
    if list(found) != [rule["id"] for rule in standing]:
        raise BundleError(RESULT, "does not have a finding for every rule, in order")
    hearings = [{fact["name"]: fact for fact in said} for said in facts["claimed"].values()]
    for rule in standing:
        compare(found[rule["id"]], gravest(rule["condition"], firm, guesses, hearings))
    raised = sum(finding["answer"] == "raised" for finding in found.values())
    say(f"Findings  {len(found)} worked out again and the same, {raised} of them raised")


def gravest(condition: Json, firm: Json, guesses: Json, hearings: list[Json]) -> Json:
    """What is known decides, unless the claims of one claimant alone raise the red flag."""
    known = derive(condition, firm, guesses)
    heard = (derive(condition, firm, {**guesses, **said}) for said in hearings)
    raised = (one for one in heard if one["answer"] == "raised")
    return known if known["answer"] == "raised" else next(raised, known)


def stands(rule: Json, day: str) -> bool:
    """Whether a rule is asked on a day."""
    return rule["in_force_until"] is None or day <= rule["in_force_until"]


def compare(finding: Json, derived: Json) -> None:
    """Compare a finding with what was worked out."""
    for key in ("answer", "guessed", "missing"):
        if finding[key] != derived[key]:
            says = f"{key} is {finding[key]!r}, the facts give {derived[key]!r}"
            raise BundleError(RESULT, f"{finding['id']}: {says}")
    if shape(finding["trace"]) != shape(derived["trace"]):
        raise BundleError(RESULT, f"{finding['id']}: its why-tree is not what the facts give")


def shape(node: Json) -> tuple[object, ...]:
    """What of a why-tree is compared: texts and answers."""
    return (node["text"], node["answer"], [shape(child) for child in node["children"]])


def derive(condition: Json, firm: Json, guesses: Json) -> Json:
    """Answer one rule. A guess may raise a red flag; it never clears one."""
    everything = {**firm, **guesses}
    try:
        supposed, known = answer(condition, everything), answer(condition, firm)
    except TypeError:
        return {
            "answer": "error",
            "guessed": False,
            "missing": finding_names(condition),
            "trace": {},
        }
    touched = any(name in guesses for name in finding_names(condition))
    tree, guessed, missing = supposed, False, supposed["missing"]
    final = supposed["answer"]
    if final != UNKNOWN and touched:
        if known["answer"] in {final, YES}:
            final = known["answer"]
        else:
            guessed = True
            final = YES if final == YES else UNKNOWN
    if final == YES and supposed["answer"] != YES:
        tree = known
    elif final != supposed["answer"]:
        tree, missing = {**supposed, "answer": final}, known["missing"]
    return {
        "answer": FINDING[final],
        "guessed": guessed,
        "missing": missing if final == UNKNOWN else [],
        "trace": tree,
    }


def finding_names(node: Json) -> list[str]:
    """The facts that a condition reads."""
    below = node.get("parts") or ([node["part"]] if "part" in node else [])
    names = [name for part in below for name in finding_names(part)]
    if "fact" in node:
        names.append(node["fact"])
        names += ["case.as_of"] if node.get("measure") == "days_since" else []
    return list(dict.fromkeys(names))


def answer(node: Json, facts: Json) -> Json:
    """Answer a condition, with the tree of why."""
    kind = node["kind"]
    if kind in {"and", "or"}:
        children = [answer(part, facts) for part in node["parts"]]
        given = {child["answer"] for child in children}
        decides, otherwise = (NO, YES) if kind == "and" else (YES, NO)
        said = decides if decides in given else UNKNOWN if UNKNOWN in given else otherwise
        names = [name for child in children for name in child["missing"]]
        missing = list(dict.fromkeys(names)) if said == UNKNOWN else []
        return {"text": text_of(node), "answer": said, "children": children, "missing": missing}
    if kind == "not":
        child = answer(node["part"], facts)
        said = {YES: NO, NO: YES}.get(child["answer"], UNKNOWN)
        missing = child["missing"]
        return {"text": text_of(node), "answer": said, "children": [child], "missing": missing}
    said = leaf(node, facts)
    missing = [node["fact"]] if said == UNKNOWN else []
    return {"text": text_of(node), "answer": said, "children": [], "missing": missing}


def leaf(node: Json, facts: Json) -> str:
    """Answer a condition that reads one fact; what is not on file is unknown."""
    fact = facts.get(node["fact"])
    if fact is None or fact["value"] is None:
        return UNKNOWN
    value, kind = fact["value"], node["kind"]
    if kind == "holds":
        if fact["type"] != "yes_no":
            raise TypeError(node["fact"])
        return str(value)
    if kind == "is_one_of":
        return yes_if((value in node["words"]) != node["negated"])
    if kind == "shares":
        if fact["type"] != "words":
            raise TypeError(node["fact"])
        if set(value) & set(node["words"]):
            return YES
        return NO if fact["complete"] else UNKNOWN
    return compared(node, fact, facts)


def compared(node: Json, fact: Json, facts: Json) -> str:
    """Compare a word or a number; more than is known may still be true of an open fact."""
    wanted, operator = node["literal"], node["operator"]
    if isinstance(wanted, str):
        return yes_if((fact["value"] == wanted) == (operator == "=="))
    number = measured(node["measure"], fact, facts)
    if number is None:
        return UNKNOWN
    holds = {
        ">=": number >= wanted,
        ">": number > wanted,
        "<=": number <= wanted,
        "<": number < wanted,
        "==": number == wanted,
        "!=": number != wanted,
    }
    more = {">=": True, ">": True, "<=": False, "<": False}
    beyond = {"==": False, "!=": True} if number > wanted else {}
    if fact["complete"] or holds[operator] == {**more, **beyond}.get(operator):
        return yes_if(holds[operator])
    return UNKNOWN


def measured(measure: str, fact: Json, facts: Json) -> float | None:
    """The number that a comparison is about; None when the day is not known."""
    value = fact["value"]
    if measure == "count" and fact["type"] == "words":
        return float(len(value))
    if measure == "days_since" and fact["type"] == "date":
        today = facts.get("case.as_of", {}).get("value")
        day = datetime.date.fromisoformat
        return float((day(today) - day(value)).days) if today else None
    if fact["type"] != "number":
        raise TypeError(fact["name"])
    return float(value)


def yes_if(truth: bool) -> str:  # noqa: FBT001 - the whole point is to lift a bool
    """Lift a truth value that is known for sure."""
    return YES if truth else NO


# Documents --------------------------------------------------------------------------------------


def check_documents(files: dict[str, bytes], manifest: Json) -> None:
    """The content hash on the pages is that of what the documents say."""
    names = [n for n in files if n.startswith("documents/") and n.endswith(".json")]
    for name in names:
        told = load(files, name)
        printed, told["stamp"]["sha256"] = told["stamp"]["sha256"], ""
        content = json.dumps(told, ensure_ascii=False, sort_keys=True)
        if sha256(content.encode("utf-8")) != printed:
            raise BundleError(name, "its content is not that of the hash printed on it")
        if told["stamp"]["evidence"] != manifest["evidence_sha256"]:
            raise BundleError(name, "belongs to other evidence")
    say(f"Documents {len(names)} with the content and the evidence that their pages name")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
