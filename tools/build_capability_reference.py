"""Write docs/reference/capabilities.md from the taxonomy. Deterministic.

Run: uv run python tools/build_capability_reference.py
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from enduse.capability.taxonomy import Capability, ControlEntry, Taxonomy, load_taxonomy

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "capabilities.md"


def page(taxonomy: Taxonomy) -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines(taxonomy)) + "\n"


def _lines(taxonomy: Taxonomy) -> Iterator[str]:
    yield "# Capabilities"
    yield ""
    yield "<!-- Built by tools/build_capability_reference.py; do not edit. -->"
    yield ""
    yield (
        f"{len(taxonomy.capabilities)} capabilities, as of {taxonomy.as_of}. The groups follow the "
        "product types of the 2020 Guidance; the wording is this project's own."
    )
    for group, capabilities in groupby(taxonomy.capabilities, key=lambda c: c.group):
        yield from ("", f"## {group}")
        for capability in capabilities:
            yield from _capability(capability, taxonomy)
    yield from ("", "## Control-list entries", "")
    yield (
        f"Leads for a classification review, as of {taxonomy.controls.as_of}; not a "
        "classification. Check the current list before relying on one."
    )
    for entry in taxonomy.controls.entries:
        yield from _entry(entry)


def _capability(capability: Capability, taxonomy: Taxonomy) -> Iterator[str]:
    entries = ", ".join(entry.id for entry in taxonomy.entries_of(capability.id))
    leads = "; ".join(
        f"{lead.regime} {lead.entry} ({lead.confidence})" for lead in capability.control_leads
    )
    rows = {
        "Intrinsic risk": capability.intrinsic_risk,
        "Intended forms": "; ".join(capability.intended_forms),
        "Unintended forms": "; ".join(capability.unintended_forms),
        "Data collected": ", ".join(capability.data_collected),
        "What can make it graver": ", ".join(capability.aggravating),
        "Misuse": ", ".join(capability.misuse),
        "Legitimate uses": "; ".join(capability.legitimate_uses),
        "Tailoring that lowers the risk": "; ".join(capability.tailoring),
        "Control leads": leads,
        "Entries below": entries,
        "Related": ", ".join(capability.related),
    }
    yield from ("", f"### `{capability.id}`", "", f"**{capability.name}.** {capability.definition}")
    yield from ("", *(f"- {name}: {value}" for name, value in rows.items() if value))


def _entry(entry: ControlEntry) -> Iterator[str]:
    yield from ("", f"### {entry.id}", "")
    yield f"**{entry.title}.** {entry.summary} ({entry.list}; confidence {entry.confidence})"
    if entry.licence_policy:
        yield from ("", entry.licence_policy)


def main() -> None:
    PAGE.write_text(page(load_taxonomy()), "utf-8")
    print(f"wrote {PAGE.name}")


if __name__ == "__main__":
    main()
