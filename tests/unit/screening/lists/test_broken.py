"""What is broken, half there, in the wrong encoding or made to harm is refused with a reason."""

import gzip
import io
import tracemalloc
import zipfile
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.domain.errors import InvalidInputError
from enduse.screening.lists.check import check_source
from enduse.screening.lists.elements import stream_elements
from enduse.screening.lists.ftm import read_ftm
from enduse.screening.lists.json_items import json_items
from enduse.screening.lists.sources import SOURCES
from enduse.screening.lists.stream import MAX_FIELD_CHARACTERS
from tests.unit.screening.lists import samples
from tests.unit.screening.lists.samples import FILES

MARKUP = ("us-csl", "us-ofac-sdn", "us-ofac-cons", "us-ofac-sdn-advanced", "eu-fsf", "uk-sl",
          "un-sc", "ch-seco", "au-dfat")  # fmt: skip
XML = tuple(s for s in MARKUP if s not in {"us-csl", "au-dfat"})
TEXT = tuple(s for s in FILES if s != "au-dfat")


def read(source_id, first):
    streams = [BytesIO(first)]
    streams += [BytesIO(data) if data is not None else None for data in FILES[source_id][1:]]
    return list(SOURCES[source_id].read(streams, source_id))


@pytest.mark.parametrize("source_id", MARKUP)
def test_a_file_cut_anywhere_before_its_end_is_refused(source_id):
    whole = FILES[source_id][0].rstrip()
    for size in range(0, len(whole), max(1, len(whole) // 60)):
        with pytest.raises(InvalidInputError):
            read(source_id, whole[:size])
    with pytest.raises(InvalidInputError):
        read(source_id, whole[:-1])


@pytest.mark.parametrize("source_id", [s for s in TEXT if s not in MARKUP])
def test_a_table_cut_inside_a_row_is_refused_or_has_fewer_rows(source_id):
    whole = FILES[source_id][0]
    full = len(read(source_id, whole))
    for size in range(0, len(whole), max(1, len(whole) // 60)):
        try:
            found = read(source_id, whole[:size])
        except InvalidInputError:
            continue
        assert len(found) <= full


@pytest.mark.parametrize("source_id", TEXT)
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: data.decode("utf-8-sig").encode("utf-16"), id="utf-16"),
        pytest.param(lambda data: data.decode("utf-8-sig").encode("utf-32"), id="utf-32"),
        pytest.param(lambda data: data.replace(b"r", "é".encode("latin-1"), 3), id="latin-1"),
        pytest.param(lambda data: data[:200] + b"\0" + data[200:], id="NUL"),
        pytest.param(lambda _: b"<!DOCTYPE html><html><body>503</body></html>", id="web page"),
        pytest.param(lambda _: b"\n <HTML><head><title>Sorry", id="web page in capitals"),
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b" \n \n", id="blank"),
        pytest.param(lambda _: b"\xef\xbb\xbf", id="a mark alone"),
    ],
)
def test_what_is_no_list_in_utf_8_is_refused(source_id, spoil):
    with pytest.raises(InvalidInputError, match=source_id):
        read(source_id, spoil(FILES[source_id][0]))


@pytest.mark.parametrize("source_id", TEXT)
def test_a_mark_at_the_front_of_utf_8_does_no_harm(source_id):
    plain = FILES[source_id][0].removeprefix(b"\xef\xbb\xbf")
    assert read(source_id, b"\xef\xbb\xbf" + plain) == read(source_id, plain)


@pytest.mark.parametrize("size", [MAX_FIELD_CHARACTERS + 1, 5_000_000])
@pytest.mark.parametrize("source_id", TEXT)
def test_a_gigantic_field_is_refused(source_id, size):
    data = FILES[source_id][0]
    name = next(n for n in (b"OKTAVIN", b"Oktavin") if n in data)
    with pytest.raises(InvalidInputError, match=r"too long|too much|broken"):
        read(source_id, data.replace(name, b"A" * size))


@pytest.mark.parametrize("source_id", XML)
def test_xml_that_declares_anything_is_refused(source_id):
    data = FILES[source_id][0]
    start = data.index(b"?>") + 2
    root = data[start:].lstrip()
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for declaration in (laughs, outside, b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'):
        with pytest.raises(InvalidInputError, match="declares no entities"):
            read(source_id, data[:start] + declaration + root)


@pytest.mark.parametrize("source_id", XML)
def test_the_xml_of_another_list_is_refused(source_id):
    with pytest.raises(InvalidInputError, match="another list"):
        read(source_id, b'<?xml version="1.0"?><other><a/></other>')


def test_xml_that_is_too_deep_or_too_full_is_refused():
    deep = b"<a>" + b"<b>" * 5_000 + b"</b>" * 5_000 + b"</a>"
    full = b"<a><b>" + b"<c/>" * 300_000 + b"</b></a>"
    for data, why in ((deep, "too deep"), (full, "too much")):
        with pytest.raises(InvalidInputError, match=why):
            list(stream_elements(BytesIO(data), what="x", root="a", wanted=("b",)))


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(InvalidInputError, match="unpacks to too much"):
        read("au-dfat", out.getvalue())


def test_a_workbook_with_a_sheet_that_declares_entities_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(BytesIO(samples.dfat_xlsx())) as whole, zipfile.ZipFile(out, "w") as bad:
        for name in whole.namelist():
            data = whole.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "ha">]>' + data
            bad.writestr(name, data)
    with pytest.raises(InvalidInputError, match=r"broken|entities"):
        read("au-dfat", out.getvalue())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"results": [{"a": 1}', "broken or cut short"),
        (b'{"results": [1]}', "not an object"),
        (b'{"other": [1], "more": 2}', "no such list"),
        (b'{"results": []} and more', "after the end"),
        (b'{"results": [{}] "x"}', "where it should stand"),
        (b'{"results": [{} {}]}', "where it should stand"),
        (b"[1, 2]", "where it should stand"),
        (b'{"results": [{"a": ' + b"[" * 300 + b"]" * 300 + b"}]}", "too deep"),
        (b'{"results": [' + b"[" * 100_000, "broken or cut short"),
    ],
)
def test_json_of_another_form_is_refused(data, why):
    with pytest.raises(InvalidInputError, match=why):
        list(json_items(BytesIO(data), "results", what="x"))


def test_json_items_are_whole_wherever_the_text_is_parted(monkeypatch):
    whole = list(json_items(BytesIO(samples.CSL_JSON), "results", what="x"))
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr("enduse.screening.lists.json_items._CHUNK", size)
        assert list(json_items(BytesIO(samples.CSL_JSON), "results", what="x")) == whole


def test_a_file_of_other_lists_or_of_nobody_is_refused(tmp_path):
    path = tmp_path / "list"
    path.write_bytes(samples.CONS_XML)
    with pytest.raises(InvalidInputError, match="other lists"):
        check_source(SOURCES["us-ofac-sdn"].__class__(
            **{f: getattr(SOURCES["us-ofac-cons"], f) for f in SOURCES["us-ofac-cons"].__slots__}
            | {"lists": {"us-ofac-plc": "PLC"}}
        ), [path])  # fmt: skip
    path.write_bytes(b"<Designations></Designations>")
    with pytest.raises(InvalidInputError, match="names nobody"):
        check_source(SOURCES["uk-sl"], [path])


class Endless(io.RawIOBase):
    """A list of many parties that is made while it is read."""

    def __init__(self, head, body, tail, times):
        self._parts = (head, body, tail)
        self._times = times
        self.seek(0)

    def seek(self, place, _whence=0):
        assert place == 0
        head, body, tail = self._parts
        self._left = iter([head, *([body] * self._times), tail])
        self._buffer = b""
        return 0

    def read(self, size=-1):
        while len(self._buffer) < size and (part := next(self._left, b"")):
            self._buffer += part
        given, self._buffer = self._buffer[:size], self._buffer[size:]
        return given


@pytest.mark.parametrize("source_id", ["uk-sl", "us-ofac-sdn", "us-csl"])
def test_memory_stays_flat_however_long_the_list_is(source_id):
    data = FILES[source_id][0]
    if source_id == "us-csl":
        start, end = data.index(b"  {"), data.index(b",\n  {")
        body, rest = data[start:end] + b",", data[data.index(b",\n  {") + 1 :]
        head = data[:start]
    else:
        tag = b"Designation>" if source_id == "uk-sl" else b"sdnEntry>"
        start, end = data.index(b"<" + tag), data.index(b"</" + tag) + len(tag) + 2
        head, body, rest = data[:start], data[start:end], data[end:]
        head = head.replace(b"<Record_Count>2<", b"<Record_Count>601<")
    stream = Endless(head, body, rest, 600)
    read(source_id, data)  # what is loaded once is no part of it
    tracemalloc.start()
    parties = sum(1 for _ in SOURCES[source_id].read([stream], source_id))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert parties == 601
    assert peak < 2_000_000, "the elements of the whole list take over five million bytes"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_damage_is_read_or_refused_and_never_crashes(data):
    source_id = data.draw(st.sampled_from(sorted(FILES)))
    _survives(source_id, _damaged(data, FILES[source_id][0]))


@pytest.mark.long
@given(st.data())
@settings(max_examples=4_000, deadline=None)
def test_any_damage_is_read_or_refused_at_length(data):
    source_id = data.draw(st.sampled_from(sorted(FILES)))
    _survives(source_id, _damaged(data, FILES[source_id][0]))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_damage_to_followthemoney_is_read_or_refused(data):
    broken = _damaged(data, samples.FTM_JSON)
    try:
        records = list(read_ftm(BytesIO(broken), list_id="own", what="own"))
    except InvalidInputError:
        return
    assert all(record.list_id == "own" for record in records)


@given(st.binary(max_size=300), st.sampled_from(sorted(FILES)))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_or_hold_nobody(data, source_id):
    _survives(source_id, data)


def _damaged(data, whole):
    """Cut out, put in or exchange a few pieces."""
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, max(0, len(whole) - 1)))
        size = data.draw(st.sampled_from([0, 1, 2, 8, 60, 400]))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"", b"<", b">", b'"', b"\n", b",", b"&#0;", b"]]>", b"99999999999",
                                 b"<!--", b"{", b"}", b"null", b"-1", "ﷺ".encode()]),
                st.integers(0, len(whole)).map(partial(_piece, whole)),
            )
        )  # fmt: skip
        whole = whole[:at] + piece + whole[at + size :]
    return whole


def _piece(whole, at):
    return whole[at : at + 80]


def _survives(source_id, first):
    try:
        records = read(source_id, first)
    except InvalidInputError:
        return
    assert {record.list_id for record in records} <= set(SOURCES[source_id].lists)
