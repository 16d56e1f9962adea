from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.errors import BadDataError
from enduse.evidence.manifests import (
    load_manifests,
    read_file,
    read_manifest,
    render_manifest,
    verify,
)

SMALL = """
id = "x"
title = "T"
kind = "indicators"
publisher = "P"
url = "https://example.org"
licence = "CC0"
version = "1"
rows = 2
expected_rows = [1, 3]
review_interval_days = 30
published_on = "2020-05"
[files]
"a.csv" = "00"
"""


def test_every_embedded_snapshot_is_the_one_its_manifest_describes():
    manifests = load_manifests()
    assert set(manifests) >= {
        "wjp", "wgi", "ucdp", "ged", "fariss", "targeted_threats", "vdem", "iso", "groups",
        "treaties", "map", "incidents", "laws",
    }  # fmt: skip
    for manifest in manifests.values():
        verify(manifest)
        assert manifest.licence
        assert manifest.limits
        assert manifest.review_interval_days > 0


def test_share_alike_sources_stand_in_folders_with_a_licence_of_their_own():
    for manifest in load_manifests().values():
        if "BY-SA" in manifest.licence:
            notice = manifest.folder.joinpath("LICENSE").read_text("utf-8")
            assert "creativecommons.org/licenses/by-sa/4.0" in notice
            assert "reshaped subset" in notice


def test_a_manifest_survives_being_written_and_read():
    for manifest in load_manifests().values():
        again = read_manifest(render_manifest(manifest), folder=manifest.folder)
        assert again == manifest


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("rows = 2", 'rows = "two"'), "wrong type"), (('title = "T"', ""), "missing"),
        (('title = "T"', 'title = "T"\ncolour = "red"'), "unknown key"),
        (('"2020-05"', '"May 2020"'), "value is wrong"), (("[files]", "[files"), "not valid TOML"),
    ],
)  # fmt: skip
def test_a_malformed_manifest_stops_the_program(change, says):
    with pytest.raises(BadDataError, match=says):
        read_manifest(SMALL.replace(*change))


def test_a_changed_or_missing_file_stops_the_program(tmp_path):
    manifest = read_manifest(SMALL, folder=tmp_path)
    with pytest.raises(BadDataError, match="cannot be read"):
        verify(manifest)
    (tmp_path / "a.csv").write_text("changed")
    with pytest.raises(BadDataError, match="not the one"):
        verify(manifest)
    with pytest.raises(BadDataError, match="no such file"):
        read_file(manifest, "b.csv")


def test_rows_out_of_range_stop_the_program():
    manifest = read_manifest(SMALL.replace('"a.csv" = "00"', ""))
    with pytest.raises(BadDataError, match="expected range"):
        verify(replace(manifest, rows=9))


def test_a_source_is_stale_once_its_review_is_due():
    manifest = read_manifest(SMALL)
    assert manifest.dated == date(2020, 5, 31)
    assert not manifest.is_stale(date(2020, 6, 30))
    assert manifest.is_stale(date(2020, 7, 1))


def test_two_snapshots_may_not_share_an_id(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "manifest.toml").write_text(SMALL.replace('id = "x"', 'id = "wjp"'))
    with pytest.raises(BadDataError, match="same id"):
        load_manifests(tmp_path)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    with suppress(BadDataError):
        read_manifest(text)
