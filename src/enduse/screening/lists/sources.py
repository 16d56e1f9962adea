"""Where each list is published, in which layouts, and what a whole file of it must hold.

The addresses are those that public code used in 2026; none was called while this was written.
A publisher that moves a file is met by a line in the user's own `sources.toml`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import BinaryIO, Protocol

from enduse.screening.lists.bis import read_denied_persons
from enduse.screening.lists.csl import read_csl, read_csl_json
from enduse.screening.lists.dfat import read_dfat_csv, read_dfat_xlsx
from enduse.screening.lists.eu import read_eu_csv, read_eu_xml
from enduse.screening.lists.ofac import NON_SDN_LISTS, ofac_records, read_ofac_tables
from enduse.screening.lists.ofac_advanced import read_ofac_advanced
from enduse.screening.lists.ofac_xml import read_ofac_xml
from enduse.screening.lists.record import ListRecord, parts_date, whole_day, whole_day_first
from enduse.screening.lists.seco import read_seco
from enduse.screening.lists.uk import read_ofsi_csv, read_uk_csv, read_uk_xml
from enduse.screening.lists.un import read_un

Streams = Sequence[BinaryIO | None]
Read = Callable[[Streams, str], Iterator[ListRecord]]


class ReadOne(Protocol):
    """Reads a list that is one file."""

    def __call__(self, stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
        """Give the records in the order of the file."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file of a list: its address, and the names it goes by in a folder of downloads."""

    name: str
    url: str = ""
    also: tuple[str, ...] = ()  # other names, with * for any letters
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class ListSource:
    """One publisher's list or lists in one layout."""

    id: str
    title: str
    publisher: str
    licence: str
    files: tuple[ListFile, ...]
    lists: Mapping[str, str]  # id -> title, of every list that the files hold whole
    read: Read
    at_least: int = 1  # fewer parties cannot be the whole
    dated: str = ""  # pattern that finds the date of the data in the first bytes


def one_file(read: ReadOne) -> Read:
    """Make a reader of a single file fit for a source."""

    def read_first(streams: Streams, what: str) -> Iterator[ListRecord]:
        (stream,) = (stream for stream in streams if stream is not None)
        return read(stream, what=what)

    return read_first


def _ofac_csv(
    list_of: Mapping[str, str], default_list: str, streams: Streams, what: str
) -> Iterator[ListRecord]:
    primary, aliases, addresses, remarks = streams
    if primary is None or aliases is None or addresses is None:
        raise ValueError(what)  # only the comments are optional
    tables = read_ofac_tables(primary, aliases, addresses, remarks, what=what)
    return ofac_records(tables, list_of=list_of, default_list=default_list, what=what)


_CSL = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/"
_OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
_EU = "https://webgate.ec.europa.eu/fsd/fsf/public/files/{}/content?token=dG9rZW4tMjAxNw"
_UK = "https://sanctionslist.fcdo.gov.uk/docs/"
_US_LICENCE = "U.S. government work, public domain"
_UK_LICENCE = "OGL-UK-3.0"
_EU_LICENCE = "Commission reuse notice (2011/833/EU)"
_SDN = {"us-ofac-sdn": "Specially Designated Nationals"}
_CONS = {
    "us-ofac-ssi": "Sectoral Sanctions Identifications",
    "us-ofac-cmic": "Non-SDN Chinese Military-Industrial Complex Companies",
    "us-ofac-plc": "Palestinian Legislative Council",
    "us-ofac-mbs": "Non-SDN Menu-Based Sanctions",
    "us-ofac-capta": "Correspondent and Payable-Through Accounts",
    "us-ofac-fse": "Foreign Sanctions Evaders",
}
_DPL = {"us-bis-dpl": "Denied Persons List"}
_CSL_LISTS = {
    **_SDN, **_CONS, **_DPL, "us-bis-el": "Entity List", "us-bis-meu": "Military End User List",
    "us-bis-uvl": "Unverified List", "us-state-isn": "Nonproliferation Sanctions",
    "us-state-itar": "ITAR Debarred",
}  # fmt: skip
_UK_LIST = {"uk-sl": "UK Sanctions List"}
_EU_LIST = {"eu-fsf": "EU consolidated list of financial sanctions"}
_AU_LIST = {"au-dfat": "Australian Consolidated List"}
_TRADE, _TREASURY = "U.S. Commerce Department, ITA", "U.S. Treasury, OFAC"
_COMMISSION, _FCDO = "European Commission", "United Kingdom, FCDO"
_DFAT, _DFAT_LICENCE = "Australia, DFAT", "Commonwealth of Australia; see dfat.gov.au"
_PUBLISHED = r"<Publish_Date>([^<]+)"
_ISSUED = r"<DateOfIssue[^>]*>\s*<Year>(\d+)</Year>\s*<Month>(\d+)</Month>\s*<Day>(\d+)"


def _ofac_files(*names: str) -> tuple[ListFile, ...]:
    return tuple(ListFile(name, _OFAC + name, is_optional="COMMENTS" in name) for name in names)


SOURCES: Mapping[str, ListSource] = MappingProxyType({source.id: source for source in (
    ListSource("us-csl", "Consolidated Screening List, JSON", _TRADE, _US_LICENCE,
        (ListFile("consolidated.json", _CSL + "consolidated.json"),), _CSL_LISTS,
        one_file(read_csl_json), 20_000),
    ListSource("us-csl-csv", "Consolidated Screening List, CSV", _TRADE, _US_LICENCE,
        (ListFile("consolidated.csv", _CSL + "consolidated.csv"),), _CSL_LISTS,
        one_file(read_csl), 20_000),
    ListSource("us-ofac-sdn", "SDN list, XML", _TREASURY, _US_LICENCE, _ofac_files("SDN.XML"),
        _SDN, one_file(partial(read_ofac_xml, list_of={}, default_list="us-ofac-sdn")),
        15_000, _PUBLISHED),
    ListSource("us-ofac-cons", "OFAC consolidated list, XML", _TREASURY, _US_LICENCE,
        (ListFile("CONSOLIDATED.XML", _OFAC + "CONSOLIDATED.XML", ("cons_prim.xml",)),), _CONS,
        one_file(partial(read_ofac_xml, list_of=NON_SDN_LISTS, default_list="us-ofac-mbs")),
        200, _PUBLISHED),
    ListSource("us-ofac-sdn-csv", "SDN list, CSV", _TREASURY, _US_LICENCE,
        _ofac_files("SDN.CSV", "ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV"), _SDN,
        partial(_ofac_csv, {}, "us-ofac-sdn"), 15_000),
    ListSource("us-ofac-cons-csv", "OFAC consolidated list, CSV", _TREASURY, _US_LICENCE,
        _ofac_files("CONS_PRIM.CSV", "CONS_ALT.CSV", "CONS_ADD.CSV", "CONS_COMMENTS.CSV"), _CONS,
        partial(_ofac_csv, NON_SDN_LISTS, "us-ofac-mbs"), 200),
    ListSource("us-ofac-sdn-advanced", "SDN list, advanced XML", _TREASURY, _US_LICENCE,
        _ofac_files("SDN_ADVANCED.XML"), _SDN,
        one_file(partial(read_ofac_advanced, default_list="us-ofac-sdn")), 15_000, _ISSUED),
    ListSource("us-ofac-cons-advanced", "OFAC consolidated list, advanced XML", _TREASURY,
        _US_LICENCE, _ofac_files("CONS_ADVANCED.XML"), _CONS,
        one_file(partial(read_ofac_advanced, default_list="us-ofac-mbs")), 200, _ISSUED),
    ListSource("us-bis-dpl", "Denied Persons List", "U.S. Commerce Department, BIS", _US_LICENCE,
        (ListFile("dpl.txt", "https://www.bis.doc.gov/dpl/dpl.txt"),), _DPL,
        one_file(read_denied_persons), 300),
    ListSource("eu-fsf", "EU consolidated list, XML 1.1", _COMMISSION, _EU_LICENCE,
        (ListFile("xmlFullSanctionsList_1_1.xml", _EU.format("xmlFullSanctionsList_1_1"),
            ("*full*1_1*.xml",)),), _EU_LIST, one_file(read_eu_xml), 4_500,
        r'generationDate="(\d{4}-\d\d-\d\d)'),
    ListSource("eu-fsf-csv", "EU consolidated list, CSV 1.1", _COMMISSION, _EU_LICENCE,
        (ListFile("csvFullSanctionsList_1_1.csv", _EU.format("csvFullSanctionsList_1_1"),
            ("*full*1_1*.csv",)),), _EU_LIST, one_file(read_eu_csv), 4_500,
        r"\n\"?(\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d)\"?;"),
    ListSource("uk-sl", "UK Sanctions List, XML", _FCDO, _UK_LICENCE,
        (ListFile("UK-Sanctions-List.xml", _UK + "UK-Sanctions-List.xml",
            ("uk_sanctions_list*.xml",)),), _UK_LIST, one_file(read_uk_xml), 4_500,
        r"<DateGenerated>([^<]+)"),
    ListSource("uk-sl-csv", "UK Sanctions List, CSV", _FCDO, _UK_LICENCE,
        (ListFile("UK-Sanctions-List.csv", _UK + "UK-Sanctions-List.csv",
            ("uk_sanctions_list*.csv",)),), _UK_LIST, one_file(read_uk_csv), 4_500,
        r"Report Date:?,? *\"?([^\",\r\n]+)"),
    ListSource("uk-ofsi", "OFSI consolidated list (older), CSV", "United Kingdom, OFSI",
        _UK_LICENCE, (ListFile("ConList.csv"),),
        {"uk-ofsi": "OFSI consolidated list of asset freeze targets"}, one_file(read_ofsi_csv),
        3_000, r"Last Updated:?,\"?(\d\d/\d\d/\d{4})"),
    ListSource("un-sc", "Security Council Consolidated List", "United Nations", "free access",
        (ListFile("un-sc.xml", "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
            ("un_consolidated*.xml", "consolidatedlegacy*.xml")),),
        {"un-sc": "Security Council Consolidated List"}, one_file(read_un), 700,
        r'dateGenerated="(\d{4}-\d\d-\d\d)'),
    ListSource("ch-seco", "Swiss sanctions, the whole list", "Switzerland, SECO",
        "free access; see seco.admin.ch",
        (ListFile("ch-seco.xml", "https://www.sesam.search.admin.ch/sesam-search-web/pages/"
            "downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction",
            ("consolidated-list*.xml", "*gesamtliste*.xml")),),
        {"ch-seco": "Swiss sanctions (SECO)"}, one_file(read_seco), 5_000,
        r'<swiss-sanctions-list[^>]*\sdate="(\d{4}-\d\d-\d\d)'),
    ListSource("au-dfat", "Australian Consolidated List, workbook", _DFAT, _DFAT_LICENCE,
        (ListFile("Australian_Sanctions_Consolidated_List.xlsx",
            "https://www.dfat.gov.au/sites/default/files/"
            "Australian_Sanctions_Consolidated_List.xlsx", ("regulation8_consolidated*.xlsx",)),),
        _AU_LIST, one_file(read_dfat_xlsx), 2_500),
    ListSource("au-dfat-csv", "Australian Consolidated List, its sheet as CSV", _DFAT,
        _DFAT_LICENCE, (ListFile("au-dfat.csv", "", ("regulation8_consolidated*.csv",)),),
        _AU_LIST, one_file(read_dfat_csv), 2_500),
)})  # fmt: skip
"""Every layout of every list that can be read, by id."""

USUAL = ("us-csl", "un-sc", "uk-sl", "eu-fsf", "ch-seco", "au-dfat")
"""One layout of each list: what is updated when nothing is named."""


def data_date(head: str, pattern: str) -> str:
    """Find the date of the data in the first characters of a file: `YYYY-MM-DD`, or empty.

    Dates with slashes are day first, but for OFAC's `Publish_Date`.
    """
    found = re.search(pattern, head) if pattern else None
    if not found:
        return ""
    if len(found.groups()) > 1:
        return parts_date(*found.groups())
    read = whole_day if pattern == _PUBLISHED else whole_day_first
    day = read(found[1].strip())
    return day.isoformat() if day else ""
