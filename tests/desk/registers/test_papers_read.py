"""Data sheets and parts lists of a product, read by the core's scan."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.registers.reading import read_capabilities, seen_in

FACES = {
    "type": "library",
    "name": "deepface",
    "version": "0.0.93",
    "purl": "pkg:pypi/deepface@0.0.93",
}
CYCLONEDX = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [FACES]}
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "product",
    "packages": [
        {
            "name": "deepface",
            "SPDXID": "SPDXRef-1",
            "versionInfo": "0.0.93",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:pypi/deepface@0.0.93",
                }
            ],
        }
    ],
}
JSON = "application/json"


def ids(seen):
    return [one["id"] for one in seen]


@pytest.mark.parametrize("bill", [CYCLONEDX, SPDX], ids=["cyclonedx", "spdx"])
def test_a_bill_of_materials_is_read_by_its_components(bill):
    seen = read_capabilities("sbom.json", json.dumps(bill).encode(), JSON)
    assert any(id_.startswith("biometric.face") for id_ in ids(seen))
    assert "deepface" in seen[0]["words"]
    assert seen[0]["reason"]


def test_a_list_of_requirements_is_no_prose():
    seen = read_capabilities("requirements.txt", b"deepface==0.0.93\n", "text/plain")
    assert any(id_.startswith("biometric.face") for id_ in ids(seen))


def test_markup_is_not_read_as_words():
    sheet = b"# Gate\n\n<!-- intercepts telephone calls of every subscriber -->\n\nOpens a door.\n"
    assert read_capabilities("sheet.md", sheet, "text/plain") == []


def test_a_data_sheet_says_on_which_line():
    sheet = b"# Camera\n\nIt reads number plates of every vehicle.\n"
    seen = read_capabilities("sheet.md", sheet, "text/plain")
    assert seen[0]["line"] == 3


def test_other_text_is_still_read_by_its_words():
    mail = b"Subject: offer\n\nThe camera reads number plates of every vehicle."
    assert ids(read_capabilities("offer.eml", mail, "message/rfc822")) == ids(
        seen_in("The camera reads number plates of every vehicle.")
    )


def test_a_picture_is_not_read():
    assert read_capabilities("plan.png", b"\x89PNG\r\n\x1a\n", "image/png") == []


def test_a_damaged_bill_is_refused_by_name_and_not_kept(product, ana, client):
    client.force_login(ana)
    upload = SimpleUploadedFile("sbom.json", b'{"bomFormat": "CycloneDX", "components": [')
    given = {"file": upload, "title": "Parts", "received_on": "2026-01-01"}
    response = client.post(reverse("registers:add_source", args=[product.pk]), given)
    assert response.status_code == 422
    assert "sbom.json" in response.content.decode()
    assert not EvidenceFile.objects.exists()
    assert not product.profiles.exists()


def test_an_uploaded_bill_is_shown_to_be_confirmed(product, ana, client):
    client.force_login(ana)
    upload = SimpleUploadedFile("sbom.json", json.dumps(CYCLONEDX).encode())
    given = {"file": upload, "title": "Parts", "received_on": "2026-01-01"}
    page = client.post(reverse("registers:add_source", args=[product.pk]), given, follow=True)
    assert page.status_code == 200
    assert "deepface" in page.content.decode()
    assert product.profiles.get().capabilities == []
