"""Every page, small and wide, light and dark: nothing for axe, nothing to scroll sideways."""

import pytest

from tests.desk.browser.conftest import SMALL, WIDE, faults_of

pytestmark = pytest.mark.browser

PAGES = {
    "cases": "/cases/?columns=title&columns=stage&columns=route&columns=unknown",
    "open": "/cases/open",
    "upload": "/cases/upload",
    "case": "/cases/C-0008/",
    "describe": "/cases/C-0007/sale",
    "first-pass-inventory": "/cases/C-0007/first-pass/2",
    "first-pass-lines": "/cases/C-0007/first-pass/3",
    "consideration": "/cases/C-0008/considerations/C2/",
    "question-lines": "/cases/C-0007/questions/C2-Q01",
    "question-words": "/cases/C-0007/questions/C1-Q03",
    "question-expired": "/cases/C-0007/questions/C4-Q03",
    "questionnaire": "/cases/C-0007/questionnaire",
    "findings": "/cases/C-0008/findings/",
    "finding": "/cases/C-0007/findings/C2-R07/",
    "accepted": "/cases/C-0008/findings/C1-R10/",
    "evidence": "/cases/C-0007/evidence/",
    "attach": "/cases/C-0007/evidence/attach",
    "people": "/cases/C-0008/people/",
    "assign": "/cases/C-0008/people/assign",
    "comments": "/cases/C-0007/comments",
    "timeline": "/cases/C-0007/timeline",
    "documents": "/cases/C-0007/documents/",
    "withdraw": "/cases/C-0007/withdraw",
    "screening": "/cases/C-0010/screening/",
    "screening-run": "/cases/C-0010/screening/runs/1",
    "match": "/cases/C-0010/screening/matches/1",
    "decision": "/cases/C-0005/decision/",
    "statement": "/cases/C-0005/decisions/1",
    "happened": "/cases/C-0005/decisions/1/happened",
    "conditions": "/cases/C-0001/conditions/",
    "products": "/registers/products/",
    "product": "/registers/products/7/",
    "profile": "/registers/products/7/profile",
    "agency": "/registers/agencies/1/",
    "add-party": "/registers/parties/add",
    "claims": "/cases/C-0007/claims/",
    "bring-back": "/cases/C-0007/claims/bring-back",
    "clauses": "/registers/clauses/",
    "clause": "/registers/clauses/audit_rights/",
    "countries": "/registers/countries/",
    "country": "/registers/countries/KEN/",
    "help": "/help/",
    "not-found": "/nowhere/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("size", "scheme"), [(SMALL, "light"), (WIDE, "dark")], ids=["320", "1280"]
)
def test_nothing_is_wrong_with_a_page(opened, path, size, scheme):
    with opened(path, size=size, scheme=scheme) as page:
        assert faults_of(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("size", "scheme"), [(SMALL, "dark"), (WIDE, "light")], ids=["320", "1280"]
)
def test_nothing_is_wrong_with_a_page_in_the_other_light(opened, path, size, scheme):
    with opened(path, size=size, scheme=scheme) as page:
        assert faults_of(page) == ""


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["320", "1280"])
@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/cases/C-0010/screening/matches/1/cannot-tell", "castro"),
        ("/cases/C-0001/decision/decide", "okafor"),
        ("/cases/C-0009/decision/", "brandt"),
    ],
    ids=["judge", "decide", "sign"],
)
def test_nothing_is_wrong_where_people_judge_and_decide(opened, path, who, size):
    with opened(path, who=who, size=size) as page:
        assert faults_of(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_form_that_is_refused_has_nothing_wrong_either(opened):
    with opened("/cases/open", size=SMALL) as page:
        page.get_by_role("button", name="Open the case").click()
        assert page.get_by_role("alert").is_visible()
        assert faults_of(page) == ""


def test_the_login_page_has_nothing_wrong(chromium, address, entered):
    entered("rao")
    context = chromium.new_context(viewport=SMALL)
    page = context.new_page()
    page.goto(f"{address}/cases/")
    assert "/login" in page.url
    assert faults_of(page) == ""
    context.close()
