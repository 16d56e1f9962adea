"""Write the table of country names that screening reads, from the ISO 3166 table.

Usage: python tools/build_countries.py ISO_TABLE_CSV
"""

import csv
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/enduse/screening/data/countries.csv"
COLUMNS = (
    "CLDR display name", "official_name_en", "official_name_fr", "official_name_es",
    "official_name_ru", "official_name_ar", "official_name_cn", "UNTERM English Short",
    "UNTERM English Formal", "UNTERM Russian Formal", "UNTERM Chinese Formal",
    "UNTERM Arabic Formal",
)  # fmt: skip


def tidy(name: str) -> str:
    """Drop the article and what stands in brackets."""
    name = re.sub(r"\s*[(\[].*?[)\]]", "", name)
    name = re.sub(r"^(the|la|le|les|el|l['’])\s*", "", name.strip(), flags=re.IGNORECASE)
    return name.replace("|", " ").strip()


def main(source: Path) -> None:
    rows = []
    with source.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            alpha3, alpha2 = row["ISO3166-1-Alpha-3"].strip(), row["ISO3166-1-Alpha-2"].strip()
            names = dict.fromkeys(tidy(row[column]) for column in COLUMNS if row[column].strip())
            if alpha3 and alpha2:
                rows.append((alpha3, alpha2, "|".join(name for name in names if len(name) > 1)))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("alpha3", "alpha2", "names"))
        writer.writerows(sorted(rows))
    print(f"{len(rows)} countries -> {TARGET}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
