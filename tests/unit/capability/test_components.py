"""Every mapped name is found in each form; every manifest tells what it can."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from enduse.capability.components.component import Component, ComponentList, from_purl
from enduse.capability.components.compositions import load_compositions
from enduse.capability.components.inventory import Lines, ListFile, take_inventory
from enduse.capability.components.names import key_of
from enduse.capability.components.reading import read_bill, read_components
from enduse.capability.components.table import build_components, load_components
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.errors import BadDataError, InvalidInputError, NotFoundError

MANIFESTS = Path(__file__).parent / "manifests"
EXPECTED = json.loads((MANIFESTS / "expected.json").read_text("utf-8"))
TABLE = load_components()
SIX = ("pypi", "npm", "maven", "golang", "cargo", "deb")


def _written_forms(row):
    """Package URLs under which tools name one component."""
    name = row.name
    match row.ecosystem:
        case "pypi":
            underscored = name.replace("-", "_").replace(".", "_")
            return [name, name.upper(), underscored, name.replace("-", "."), f"{name}@1.2.3"]
        case "npm":
            scope, _, rest = name.rpartition("/")
            encoded = f"{quote(scope, safe='')}/{rest}" if scope else name
            return [encoded, f"{encoded}@1.2.3", f"{name}?vcs_url=git"]
        case "maven":
            return [name, f"{name}@1.2.3?type=jar", f"{name}@1.2.3?classifier=sources"]
        case "golang":
            bare = name.removesuffix(f"/{name.rpartition('/')[2]}") if "/v" in name else name
            return [name, f"{name}@v1.2.3", f"{name}@v1.2.3#sub/package", f"{bare}/v9@v9.0.0"]
        case "cargo":
            return [name, name.replace("-", "_"), name.replace("_", "-"), f"{name}@1.2.3"]
    return [
        f"debian/{name}@1.2?arch=amd64&distro=bookworm",
        f"ubuntu/{name}@1.2",
        f"debian/unheard-of@1?upstream={name}%401.2",
    ]


@pytest.mark.parametrize("ecosystem", SIX)
def test_every_mapped_package_url_is_found_in_every_form(ecosystem):
    rows = [row for row in TABLE.rows if row.ecosystem == ecosystem]
    assert len(rows) >= 25
    for row in rows:
        for form in _written_forms(row):
            component = from_purl(f"pkg:{ecosystem}/{form}")
            found = TABLE.find(component)
            assert found is not None, (row.name, form)
            if (ecosystem, component.name) not in TABLE.false_friends:
                assert found.gives, form


@pytest.mark.parametrize(
    ("ecosystem", "written", "known"),
    [
        ("deb", "libpcap0.8t64", "libpcap-dev"),
        ("deb", "libwireshark16", "wireshark"),
        ("deb", "src:wireshark", "wireshark"),
        ("deb", "tshark:amd64", "tshark"),
        ("deb", "scapy", "python3-scapy"),
        ("deb", "python-networkx", "python3-networkx"),
        ("deb", "libopencv-core4.6", "libopencv-dev"),
        ("deb", "libtesseract5", "tesseract-ocr"),
        ("apk", "tcpdump", "tcpdump"),
        ("rpm", "kismet", "kismet"),
        ("conda", "py-opencv", "opencv-python"),
        ("pypi", "faiss-gpu", "faiss-cpu"),
        ("npm", "puppeteer-core", "puppeteer"),
        ("nuget", "awssdk.rekognition", "AWSSDK.Rekognition"),
        ("maven", "com.twilio.sdk:twilio:10.0", "com.twilio.sdk/twilio"),
        ("golang", "github.com/google/gopacket/pcap", "github.com/google/gopacket"),
        ("golang", "github.com/owntracks/recorder", "owntracks/recorder"),
        ("docker", "docker.io/blakeblackshear/frigate:0.14", "blakeblackshear/frigate"),
        ("docker", "ghcr.io/blakeblackshear/frigate@sha256:00", "blakeblackshear/frigate"),
        ("github", "serengil/deepface.git", "serengil/deepface"),
    ],
)
def test_other_names_of_a_component_are_known(ecosystem, written, known):
    found = TABLE.find(Component(ecosystem, written))
    assert found is not None
    assert found.name == known


@pytest.mark.parametrize(
    "purl",
    ["pkg:pypi/whisper", "pkg:pypi/Whisper@1", "pkg:npm/%40emotion/react", "pkg:conda/sherlock"],
)
def test_a_false_friend_gives_no_capability_and_says_why(purl):
    component = from_purl(purl)
    assert TABLE.find(component) is None
    assert TABLE.false_friend(component)


def test_what_is_no_package_url_is_none():
    assert from_purl("face-recognition") is None
    assert from_purl("pkg:") is None


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_a_manifest_tells_what_it_lists(path):
    expected = EXPECTED[path]
    found = read_components(path, (MANIFESTS / path).read_bytes())
    rows = found.components
    known = [TABLE.find(row) for row in rows]
    assert len(rows) == expected["of"]
    assert sorted(row.name for row in known if row) == expected["known"]
    told = {
        "development": [row.name for row in rows if row.development],
        "false_friends": [row.name for row in rows if TABLE.false_friend(row)],
        "not_direct": [
            row.name for row in rows if found.direct is not None and row.key not in found.direct
        ],
    }
    for name, seen in told.items():
        assert sorted(seen) == expected.get(name, []), name


def test_there_are_ten_manifests_for_each_of_the_six_ecosystems():
    for ecosystem in SIX:
        assert sum(path.startswith(f"{ecosystem}/") for path in EXPECTED) == 10


def test_a_transitive_component_is_shown_with_the_way_to_it():
    path = "npm/bot/package-lock.json"
    content = (MANIFESTS / path).read_bytes()
    file = ListFile(path, content.decode(), read_components(path, content))
    use = next(u for u in take_inventory([file], TABLE).uses if u.component.name == "puppeteer")
    assert use.direct is False
    assert use.brought_by == ("whatsapp-web.js",)
    assert '"node_modules/puppeteer"' in content.decode().splitlines()[use.line - 1]


def test_a_cycle_of_dependencies_ends():
    keys = [key_of("pypi", name) for name in "abc"]
    ring = ComponentList(
        tuple(Component("pypi", name) for name in "abc"),
        direct=frozenset(keys[:1]),
        requires={keys[0]: (keys[1],), keys[1]: (keys[2],), keys[2]: (keys[0],)},
    )
    assert ring.brought_by() == {keys[1]: keys[0], keys[2]: keys[1]}


def test_lines_are_found_in_any_order():
    lines = Lines("one\ntwo\nthree\ntwo again\n")
    assert [lines.of(name) for name in ("three", "one", "again", "absent")] == [3, 1, 4, 1]


@pytest.mark.parametrize(
    ("names", "capability"),
    [
        (("pypi/opencv-python", "pypi/torch", "pypi/faiss-cpu"), "biometric.face_recognition"),
        (("deb/hackrf", "deb/osmo-bts"), "location.cell_site_simulator"),
        (("pypi/pynput", "pypi/mss"), "internet.endpoint_monitoring"),
        (("pypi/telethon", "pypi/spacy"), "analytics.social_media_monitoring"),
    ],
)
def test_parts_together_are_a_capability_that_none_of_them_names(names, capability):
    keys = {key_of(*name.split("/", 1)) for name in names}
    composed = [c.composition.capability for c in load_compositions().fulfilled(keys, set())]
    assert capability in composed
    for key in keys:
        assert not list(load_compositions().fulfilled(keys - {key}, set()))


def test_one_component_does_not_fill_two_parts():
    both = {key_of("pypi", "opencv-python"), key_of("pypi", "faiss-cpu")}
    assert not list(load_compositions().fulfilled(both, set()))


@pytest.mark.parametrize(
    "row",
    ["pypi,x,,no.such=core,looked_up,r", "pypi,x,,infra.vision_ai=big,looked_up,r", "pypi,x"],
)
def test_a_malformed_row_of_our_own_table_stops_the_program(row):
    header = "ecosystem,name,imports,capabilities,basis,reason\n"
    with pytest.raises((BadDataError, NotFoundError), match=r"malformed|no such capability"):
        build_components(
            load_taxonomy(), about_toml="", names_toml="", tables={"t.csv": header + row}
        )


def test_a_file_that_lists_no_components_is_told_from_a_broken_one():
    assert read_components("notes.json", b'{"a": 1}') is None
    with pytest.raises(InvalidInputError, match=r"notes\.json: is no bill of materials"):
        read_bill("notes.json", b'{"a": 1}')
    with pytest.raises(InvalidInputError, match=r"package\.json: ends early"):
        read_components("package.json", b'{"dependencies": {')
