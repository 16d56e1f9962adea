"""Small files in the official layouts, for the loaders to read."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

FIW_HEADER = [
    "Country/Territory", "Region", "C/T", "Edition", "Status", "PR rating", "CL rating", "A", "B",
    "C", "Add Q", "PR", "D1", "D2", "D3", "D4", "D", "E", "F1", "F2", "F3", "F4", "F", "G", "CL",
    "Total",
]  # fmt: skip
STOP_HEADER = "start_date,country,geo_scope,area_name,shutdown_type,affected_network,end_date"


def workbook(sheets):
    """Give the bytes of an .xlsx with the named sheets of rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def fiw_row(name, edition, kind="c", **cells):
    values = dict.fromkeys(FIW_HEADER, 1)
    values.update({"Country/Territory": name, "Region": "Africa", "C/T": kind, "Edition": edition,
        "Status": "NF", "Total": 34, "D": 9, "E": 4, "F": 5, "D4": 2}, **cells)  # fmt: skip
    return [values[column] for column in FIW_HEADER]


def freedom_house():
    rows = [
        ["Freedom in the World 2013-2024 Raw Data"],
        FIW_HEADER,
        fiw_row("Uganda", 2024),
        fiw_row("Uganda", 2023, Total=35),
        fiw_row("Norway", 2024, Total=98, D=16, E=12, F=16, D4=4),
        fiw_row("South Sudan", 2024, Total=-1),
        fiw_row("Abkhazia", 2024, kind="t"),
    ]
    return workbook({"Index": [["About"], ["Key"]], "FIW13-24": rows})


def freedom_on_the_net():
    header = ["Country", "Status", "A1", "A", "B", "C", "Total"]
    rows = [["FOTN 2024 scores"], header, ["Uganda", "PF", 3, 12, 23, 18, 53]]
    rows.append(["Iceland", "F", 6, 25, 34, 35, 94])
    return workbook({"FOTN 2024 score data": rows})


def rsf_new(year=2024, score_column="Score"):
    head = f"ISO;{score_column};Rank;Political Context;Rank_Pol;Zone;Country_EN;Year (N)"
    rows = ["NOR;91,89;1;94,89;1;UE Balkans;Norway", "UGA;46;128;40,16;141;Afrique;Uganda",
        "CIV;68,91;53;65,93;54;Afrique;Côte d'Ivoire", "XKO;60,19;75;59,1;73;UE Balkans;Kosovo",
        "CTU;61,2;70;59;80;UE Balkans;Northern Cyprus"]  # fmt: skip
    return "\n".join([head, *(f"{row};{year}" for row in rows)]).encode("latin-1")


def rsf_old(year=2015):
    head = "Year (N);ISO;Rank N;Score N;Score N without the exactions;EN_country;Zone"
    rows = [f"{year};NOR;1;7,75;7,75;Norway;UE", f"{year};UGA;97;31,65;30,1;Uganda;Afrique"]
    return "\r\n".join([head, *rows]).encode("utf-8-sig")


def pts():
    head = (
        "Country,Country_OLD,Year,COW_Code_A,COW_Code_N,WordBank_Code_A,UN_Code_N,Region,"
        "PTS_A,PTS_H,PTS_S,NA_Status_A,NA_Status_H,NA_Status_S"
    )
    rows = [
        "Uganda,Uganda,2023,UGA,500,UGA,800,ssa,4,4,4,0,0,0",
        "Norway,Norway,2023,NOR,385,NOR,578,eca,NA,NA,1,88,88,0",
        "Namibia,Namibia,2023,NAM,565,NAM,516,ssa,NA,,2,88,66,0",
        "Israel,Israel,2023,ISR,666,ISR,376,mena,4,4,4,0,0,0",
        "Israel in Occupied Territories,Israel,2023,ISR,666,ISR,376,mena,5,5,5,0,0,0",
        "Nowhere,Nowhere,2023,,,,,,3,3,3,0,0,0",
    ]
    return "\n".join([head, *rows]).encode()


def access_now():
    rows = [
        "1/13/2021,Uganda,National,,Shutdown,Broadband,1/18/2021",
        "2021-02-01,Uganda,National,,Throttle,Mobile,",
        "9/22/2022,Iran,National,,Shutdown,Mobile,10/1/2022",
        "9/22/2022,Atlantis,National,,Shutdown,Mobile,",
    ]
    return "\n".join([STOP_HEADER, *rows]).encode("utf-8-sig")


def vdem(columns):
    """Give a full country-year CSV with these indicator columns, among others."""
    head = [
        "country_name",
        "country_text_id",
        "country_id",
        "year",
        "COWcode",
        "v2x_other",
        *columns,
    ]
    rows = [
        ["Uganda", "UGA", 50, 2024, 500, 0.1, *[0.25] * len(columns)],
        ["Norway", "NOR", 186, 2024, 385, 0.9, *[0.75] * len(columns)],
        ["Norway", "NOR", 186, 1789, 385, 0.9, *[0.75] * len(columns)],
        ["Namibia", "NAM", 127, 2024, 565, 0.5, *[""] * len(columns)],
        ["Somaliland", "SML", 139, 2024, "", 0.5, *[0.5] * len(columns)],
    ]
    return "\n".join(",".join(map(str, row)) for row in [head, *rows]).encode()


def plain_zip():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("data.csv", "a,b\n1,2\n")
    return content.getvalue()
