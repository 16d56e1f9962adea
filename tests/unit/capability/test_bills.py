"""Bills of materials: the same product in every form reads the same; damage is a clear error."""

import json

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as CycloneDxComponent
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from hypothesis import given, settings
from hypothesis import strategies as st
from packageurl import PackageURL

from enduse.capability.components.names import key_of
from enduse.capability.components.reading import read_bill, read_components
from enduse.domain.errors import EnduseError, InvalidInputError

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"bom-ref": "app", "name": "app", "type": "application"}},
    "components": [
        {"bom-ref": "a", "name": "deepface", "version": "0.0.93", "purl": "pkg:pypi/deepface@0.0.93"},
        {"bom-ref": "b", "name": "opencv", "purl": "pkg:pypi/opencv-python@4.10"},
        {"bom-ref": "c", "name": "pytest", "purl": "pkg:pypi/pytest@8", "scope": "excluded"},
        {"bom-ref": "d", "name": "fetched", "externalReferences": [
            {"type": "distribution", "url": "https://registry.npmjs.org/rrweb/-/rrweb-2.0.0.tgz"}]},
    ],
    "dependencies": [
        {"ref": "app", "dependsOn": ["a", "c", "d"]},
        {"ref": "a", "dependsOn": ["b"]},
        {"ref": "b", "dependsOn": ["a"]},
    ],
}  # fmt: skip

CYCLONEDX_XML = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <metadata><component type="application" bom-ref="app"><name>app</name></component></metadata>
  <components>
    <component type="library" bom-ref="a"><name>deepface</name><version>0.0.93</version>
      <purl>pkg:pypi/deepface@0.0.93</purl></component>
    <component type="library" bom-ref="b"><name>opencv</name>
      <purl>pkg:pypi/opencv-python@4.10</purl></component>
    <component type="library" bom-ref="c"><name>pytest</name><scope>excluded</scope>
      <purl>pkg:pypi/pytest@8</purl></component>
    <component type="library" bom-ref="d"><name>fetched</name><externalReferences>
      <reference type="distribution"><url>https://registry.npmjs.org/rrweb/-/rrweb-2.0.0.tgz</url>
      </reference></externalReferences></component>
  </components>
  <dependencies>
    <dependency ref="app"><dependency ref="a"/><dependency ref="c"/><dependency ref="d"/></dependency>
    <dependency ref="a"><dependency ref="b"/></dependency>
    <dependency ref="b"><dependency ref="a"/></dependency>
  </dependencies>
</bom>
"""

_PURLS = {
    "A": "pkg:pypi/deepface@0.0.93",
    "B": "pkg:pypi/opencv-python@4.10",
    "C": "pkg:pypi/pytest@8",
}
_REFERENCE = "referenceCategory", "PACKAGE-MANAGER"
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "documentDescribes": ["SPDXRef-App"],
    "packages": [
        {"SPDXID": "SPDXRef-App", "name": "app"},
        *(
            {
                "SPDXID": f"SPDXRef-{ref}",
                "name": ref,
                "externalRefs": [{"referenceType": "purl", "referenceLocator": purl}],
            }
            for ref, purl in _PURLS.items()
        ),
        {
            "SPDXID": "SPDXRef-D",
            "name": "fetched",
            "downloadLocation": "https://registry.npmjs.org/rrweb/-/rrweb-2.0.0.tgz",
        },
    ],
    "relationships": [
        {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
        for one, kind, other in (
            ("SPDXRef-App", "DEPENDS_ON", "SPDXRef-A"),
            ("SPDXRef-B", "DEPENDENCY_OF", "SPDXRef-A"),
            ("SPDXRef-C", "DEV_DEPENDENCY_OF", "SPDXRef-App"),
            ("SPDXRef-App", "CONTAINS", "SPDXRef-D"),
        )
    ],
}

TAG_VALUE = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentComment: <text>PackageName: not a package
at all</text>

PackageName: app
SPDXID: SPDXRef-App

PackageName: A
SPDXID: SPDXRef-A
PackageVersion: 0.0.93
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/deepface@0.0.93

PackageName: B
SPDXID: SPDXRef-B
ExternalRef: PACKAGE_MANAGER purl pkg:pypi/opencv-python@4.10

PackageName: C
SPDXID: SPDXRef-C
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/pytest@8

PackageName: fetched
SPDXID: SPDXRef-D
PackageDownloadLocation: https://registry.npmjs.org/rrweb/-/rrweb-2.0.0.tgz

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-App
Relationship: SPDXRef-App DEPENDS_ON SPDXRef-A
Relationship: SPDXRef-B DEPENDENCY_OF SPDXRef-A
Relationship: SPDXRef-C DEV_DEPENDENCY_OF SPDXRef-App
Relationship: SPDXRef-App CONTAINS SPDXRef-D
"""


def _spdx_xml():
    def element(name, value):
        if isinstance(value, dict):
            return f"<{name}>{''.join(element(k, v) for k, v in value.items())}</{name}>"
        if isinstance(value, list):
            return "".join(element(name, one) for one in value)
        return f"<{name}>{value}</{name}>"

    return element("Document", SPDX)


SPDX_3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "software_Sbom", "spdxId": "urn:sbom", "rootElement": ["urn:App"]},
        {"type": "software_Package", "spdxId": "urn:App", "name": "app"},
        {"type": "software_Package", "spdxId": "urn:A", "name": "A",
         "software_packageUrl": _PURLS["A"], "software_packageVersion": "0.0.93"},
        {"type": "software_Package", "spdxId": "urn:B", "name": "B", "externalIdentifier": [
            {"externalIdentifierType": "packageUrl", "identifier": "x"},
            {"externalIdentifierType": "purl", "identifier": _PURLS["B"]}]},
        {"type": "software_Package", "spdxId": "urn:C", "name": "C",
         "software_packageUrl": _PURLS["C"]},
        {"type": "software_Package", "spdxId": "urn:D", "name": "fetched",
         "software_downloadLocation": "https://registry.npmjs.org/rrweb/-/rrweb-2.0.0.tgz"},
        {"type": "Relationship", "from": "urn:App", "relationshipType": "dependsOn",
         "to": ["urn:A"]},
        {"type": "Relationship", "from": "urn:A", "relationshipType": "dependsOn", "to": ["urn:B"]},
        {"type": "LifecycleScopedRelationship", "scope": "development", "from": "urn:App",
         "relationshipType": "dependsOn", "to": ["urn:C"]},
        {"type": "Relationship", "from": "urn:App", "relationshipType": "contains",
         "to": ["urn:D"]},
    ],
}  # fmt: skip

FORMS = {
    "bom.json": json.dumps(CYCLONEDX),
    "bom.xml": CYCLONEDX_XML,
    "bom.spdx.json": json.dumps(SPDX),
    "bom.spdx.xml": _spdx_xml(),
    "bom.spdx": TAG_VALUE,
    "bom3.json": json.dumps(SPDX_3),
}


_BOMB = (
    b'<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&b;</bom>'
)
_THIEF = (
    b'<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&x;</bom>'
)


def refusal(name, content):
    """What is said when a file is refused; nothing when it is read."""
    try:
        read_components(name, content)
    except EnduseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", FORMS)
def test_one_product_reads_the_same_in_every_form(name):
    found = read_bill(name, FORMS[name].encode())
    keys = {component.key: component for component in found.components}
    a, b, c, d = (
        key_of("pypi", "deepface"),
        key_of("pypi", "opencv-python"),
        key_of("pypi", "pytest"),
        key_of("npm", "rrweb"),
    )
    assert set(keys) == {a, b, c, d}
    assert keys[a].version == "0.0.93"
    assert keys[c].development
    assert not keys[b].development
    assert a in found.direct
    assert found.brought_by() == {b: a}


@pytest.mark.parametrize("name", FORMS)
def test_a_bill_cut_anywhere_is_refused_or_read_and_never_crashes(name):
    whole = FORMS[name].encode()
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        said = refusal(name, whole[:end])
        assert not said or said.startswith(f"{name}: ")


def test_a_truncated_bill_says_that_it_ends_early():
    with pytest.raises(InvalidInputError, match=r"bom\.json: ends early: not complete JSON"):
        read_bill("bom.json", FORMS["bom.json"].encode()[:-40])


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
_odd = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("bom-ref", "purl", "name", "group", "version", "scope", "components", "externalReferences", "SPDXID", "externalRefs", "downloadLocation"), _anything),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(odd=st.lists(_odd | _anything, max_size=4), edges=_anything)
def test_odd_entries_never_lose_the_rest(odd, edges):
    good = {"bom-ref": "good", "name": "deepface", "purl": "pkg:pypi/deepface@1"}
    bill = {"bomFormat": "CycloneDX", "components": [*odd, good], "dependencies": edges}
    found = read_bill("bom.json", json.dumps(bill).encode())
    assert key_of("pypi", "deepface") in {component.key for component in found.components}


def test_what_cannot_be_read_is_counted():
    bill = {"bomFormat": "CycloneDX", "components": [7, {"name": ""}, {"name": "x"}]}
    found = read_bill("bom.json", json.dumps(bill).encode())
    assert (len(found.components), found.unreadable) == (1, 2)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("b.json", b'{"bomFormat": "CycloneDX", "components": {}}', "components: should be a list"),
        ("b.json", b'["bomFormat", "\\"bomFormat\\""]', "is list at the top"),
        ("b.json", b'{"spdxVersion": "SPDX-2.3", "packages": 3}', "packages: should be a list"),
        ("b.json", b'{"bomFormat": ' + b"[" * 100_000, "not JSON"),
        ("b.json", b'{"bomFormat": "\xff"}', "not text in UTF-8 at byte 15"),
        ("b.rdf", b'<RDF xmlns="http://spdx.org/rdf/terms"/>', "RDF is not read"),
        ("b.xml", _BOMB, "defines entities"),
        ("b.xml", _THIEF, "defines entities or refers to outside files"),
    ],
)
def test_hostile_bills_are_refused_in_words(name, content, says):
    with pytest.raises(InvalidInputError, match=says) as told:
        read_bill(name, content)
    assert str(told.value).startswith(f"{name}: ")


def test_a_long_chain_of_dependencies_is_walked_without_recursion():
    count = 20_000
    bill = {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"bom-ref": "0"}},
        "components": [
            {"bom-ref": str(i), "name": f"n{i}", "purl": f"pkg:npm/n{i}@1"} for i in range(1, count)
        ],
        "dependencies": [{"ref": str(i), "dependsOn": [str(i + 1)]} for i in range(count)],
    }
    found = read_bill("bom.json", json.dumps(bill).encode())
    assert len(found.brought_by()) == count - 2


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(
        ["package.json", "yarn.lock", "pnpm-lock.yaml", "pom.xml", "Cargo.lock", "go.mod", "uv.lock",
         "composer.lock", "packages.lock.json", "Dockerfile", "debian/control", "setup.cfg",
         "environment.yml", "build.gradle", "requirements.txt", "libs.versions.toml"]
    ),
    content=st.binary(max_size=80) | st.text(max_size=80).map(str.encode),
)  # fmt: skip
def test_a_damaged_manifest_is_refused_or_read_and_never_crashes(name, content):
    said = refusal(name, content)
    assert not said or said.startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["bom.json", "bom.xml"])
@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6"])
def test_what_the_standard_s_own_library_writes_is_read(name, version):
    app = CycloneDxComponent(name="app", bom_ref="app")
    parts = [
        CycloneDxComponent(name=purl.name, bom_ref=str(purl), purl=purl)
        for purl in map(PackageURL.from_string, _PURLS.values())
    ]
    bom = Bom(components=parts)
    bom.metadata.component = app
    bom.register_dependency(app, parts[:1])
    bom.register_dependency(parts[0], parts[1:])
    form = OutputFormat.JSON if name.endswith("json") else OutputFormat.XML
    written = make_outputter(bom, form, SchemaVersion.from_version(version)).output_as_string()
    found = read_bill(name, written.encode())
    assert {row.key for row in found.components} == {(p.purl.type, p.purl.name) for p in parts}
    assert found.direct == {key_of("pypi", "deepface")}
    assert len(found.brought_by()) == 2
