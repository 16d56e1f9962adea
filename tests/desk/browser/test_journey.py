"""From a sale to a finding that rests on evidence: with scripts and without, in a real browser."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_case_from_its_opening_to_review(opened, scripts):
    with opened("/cases/open", scripts=scripts) as page:
        _describe(page)
        assert "C-00" in page.locator("h1").inner_text()
        case = page.url

        page.get_by_role("link", name="First pass").click()
        _answer_lines(page, "No")
        page.get_by_role("button", name="Save and continue").click()

        page.goto(f"{case}questions/C2-Q11")
        page.get_by_label("Yes", exact=True).check()
        page.get_by_text("What the answer rests on").click()
        page.get_by_role("textbox", name="Source (optional)", exact=True).fill(
            "Gazette of sanctions"
        )
        page.get_by_role("button", name="Save and go back").click()
        assert "Not known \u2192 Raised" in page.locator("main").inner_text()

        page.goto(f"{case}questions/C2-Q11")
        page.get_by_role("link", name="Attach a new file").click()
        page.get_by_label("File").set_input_files(
            {"name": "gazette.txt", "mimeType": "text/plain", "buffer": b"Listed since 2024."}
        )
        page.get_by_label("What it is").fill("Gazette of sanctions, page 3")
        page.get_by_role("button", name="Attach").click()
        page.get_by_label("File of this case").select_option("Gazette of sanctions, page 3")
        page.get_by_role("button", name="Save and go back").click()

        page.get_by_role("link", name="Findings").click()
        assert "Escalate" in page.locator(".route").inner_text()
        page.get_by_role("button", name="Keep this assessment").click()
        assert "Kept as run 1" in page.get_by_role("status").first.inner_text()
        page.locator("article", has_text="Raised").locator("h3 a").first.click()
        assert page.get_by_role("heading", name="Why?").is_visible()

        page.goto(case)
        page.get_by_role("button", name="Send to review").click()
        assert page.locator(".meta .state").first.inner_text().strip() == "In review"
        page.get_by_role("link", name="Timeline").click()
        assert page.locator(".events > li").count() == 7


def test_a_slash_leads_to_the_search_and_a_question_mark_to_help(opened):
    with opened("/cases/") as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
        page.locator("h1").click()
        page.locator("body").press("?")
        page.wait_for_url("**/help/")


def test_ctrl_enter_saves_and_a_draft_outlives_a_reload(opened):
    with opened("/cases/C-0007/comments") as page:
        text = page.get_by_label("Your comment")
        text.fill("Half a thought")
        page.get_by_text("Draft kept in this tab").wait_for()
        page.reload()
        assert text.input_value() == "Half a thought"
        text.press("Control+Enter")
        page.locator("article", has_text="Half a thought").wait_for()
        assert text.input_value() == ""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(opened):
    with opened("/cases/C-0007/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_the_questionnaire_prints_without_the_frame(opened):
    with opened("/cases/C-0007/questionnaire") as page:
        page.emulate_media(media="print")
        assert not page.locator(".bar").is_visible()
        assert page.locator(".question").count() == 107
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_two_people_who_answer_at_once_both_see_both_answers(opened):
    question = "/cases/C-0012/questions/C2-Q11"
    with opened(question) as first, opened(question, who="castro") as second:
        first.get_by_label("No", exact=True).check()
        first.get_by_role("button", name="Save and go back").click()
        second.get_by_label("Yes", exact=True).check()
        second.get_by_role("button", name="Save and go back").click()
        assert second.get_by_role("alert").is_visible()
        assert second.locator(".versus .state").first.inner_text().strip() == "No"
        assert second.get_by_label("Yes", exact=True).is_checked()
        second.get_by_role("button", name="Save and go back").click()
        assert second.get_by_role("alert").count() == 0


def _describe(page):
    page.get_by_label("Product", exact=True).fill("Vantage LPR")
    page.get_by_role("textbox", name="Who will use it").fill("Traffic Police, north")
    page.get_by_label("In which country").select_option("KEN")
    page.get_by_label("What kind of body").select_option("police")
    page.get_by_role("textbox", name="What it does").fill("Reads number plates at crossings.")
    page.get_by_role("button", name="Open the case").click()


def _answer_lines(page, word):
    for line in page.locator(".sign").all():
        line.get_by_label(word, exact=True).check(force=True)
