import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from enduse.desk.accounts.roles import Role
from enduse.desk.pages import listing
from enduse.desk.registers import services
from enduse.desk.registers.models import Party

MOST_QUERIES = 15


@pytest.fixture
def many(ana):
    """Seven parties, one of them named like a formula."""
    for number in range(6):
        services.add_entry(Party, actor=ana, fields={"name": f"Party {number}", "country": "KEN"})
    return services.add_entry(Party, actor=ana, fields={"name": "=cmd|calc", "country": "UGA"})


@pytest.mark.parametrize(
    "route",
    [
        "registers:products",
        "registers:parties",
        "registers:agencies",
        "registers:countries",
        "registers:clauses",
    ],
)
def test_a_list_opens_in_few_queries(product, ana, client, django_assert_max_num_queries, route):
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(route)).status_code == 200


@pytest.mark.parametrize(
    "route",
    [
        "registers:product",
        "registers:edit_product",
        "registers:profile",
        "registers:add_source",
    ],
)
def test_a_product_page_opens_in_few_queries(
    product, ana, client, django_assert_max_num_queries, route
):
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(route, args=[product.pk])).status_code == 200


def test_pages_follow_each_other_and_lead_back(many, ana, client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 3)
    client.force_login(ana)
    url, seen = reverse("registers:parties"), []
    rows = client.get(url, {"order": "changed"}).context["rows"]
    while True:
        seen += [row[0].value for row in rows.rows]
        if not rows.after:
            break
        rows = client.get(url, {"order": "changed", "after": rows.after}).context["rows"]
    assert seen == ["=cmd|calc", *(f"Party {number}" for number in range(5, -1, -1))]
    back = client.get(url, {"order": "changed", "before": rows.before}).context["rows"]
    assert [row[0].value for row in back.rows] == seen[3:6]


def test_a_cursor_that_no_page_gave_is_refused(many, ana, client):
    client.force_login(ana)
    assert client.get(reverse("registers:parties"), {"after": "x~y"}).status_code == 400


def test_a_list_is_counted_only_so_far(many, ana, client, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_TO", 5)
    client.force_login(ana)
    page = client.get(reverse("registers:parties")).content.decode()
    assert "More than 5 in this list" in page


def test_csv_has_the_rows_and_columns_of_the_page(many, ana, client):
    client.force_login(ana)
    asked = {"country": "KEN", "columns": ["country"], "export": "csv"}
    answer = client.get(reverse("registers:parties"), asked)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0] == ["Party", "Country"]
    assert len(rows) == 7
    assert {row[1] for row in rows[1:]} == {"Kenya"}


def test_no_cell_is_taken_for_a_formula(many, ana, client):
    client.force_login(ana)
    answer = client.get(reverse("registers:parties"), {"country": "UGA", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet["A"]] == ["Party", "'=cmd|calc"]


def test_a_country_is_shown_as_it_was_known_on_a_day(ana, client, django_assert_max_num_queries):
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("registers:country", args=["KEN"]), {"as_of": "2015-06-01"})
    assert "2015-06-01" in page.content.decode()
    assert client.get(reverse("registers:country", args=["XXX"])).status_code == 404
    assert client.get(reverse("registers:countries"), {"q": "Kenya"}).url.endswith("/KEN/")


def test_a_conflict_shows_both_versions(product, ana, client):
    services.change_entry(product, actor=ana, fields={"name": "Theirs"}, seen=1)
    client.force_login(ana)
    url = reverse("registers:edit_product", args=[product.pk])
    answer = client.post(url, {"name": "Mine", "seen": 1})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs" in page
    assert "Mine" in page


def test_a_grievance_officer_sees_no_register_but_the_countries(user_with, client):
    client.force_login(user_with(Role.GRIEVANCE_OFFICER))
    assert client.get(reverse("registers:products")).status_code == 403
    assert client.get(reverse("registers:countries")).status_code == 200
