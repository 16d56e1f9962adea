"""The report in a real Chromium: nothing to report by axe, nothing to scroll sideways."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from enduse.assessment.engine import load_engine
from enduse.documents.assessment_page import assessment_page
from tests.unit.documents.assessed import assessed

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = [(320, 800), (1280, 900)]
NAMES = ["uganda", "hostile", "sparse", "ordinary"]


@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages():
    engine = load_engine()
    return {
        name: assessment_page(assessed(name), base=engine.base, catalogue=engine.pack.catalogue)
        for name in NAMES
    }


def opened(chromium, html, size, scheme="light"):
    page = chromium.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, offline=True
    )
    page.set_content(html)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_even_with_everything_open(chromium, pages, size, scheme):
    page = opened(chromium, pages["uganda"], size, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways_at_320_pixels(chromium, pages, name):
    page = opened(chromium, pages[name], SIZES[0])
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_nothing_written_by_others_runs(chromium, pages):
    page = chromium.new_page(offline=True)
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.set_content(pages["hostile"])
    assert alerts == []
    assert page.locator("script, img, [onload], [onerror]").count() == 0
    page.close()


def test_why_opens_and_closes_by_keyboard(chromium, pages):
    page = opened(chromium, pages["uganda"], SIZES[1])
    why = page.locator("details", has=page.locator("summary", has_text="Why?")).first
    summary = page.locator("summary", has_text="Why?").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] > summary", has_text="Why?").count() == 1
    page.keyboard.press("Enter")
    assert page.locator("details[open] > summary", has_text="Why?").count() == 0
    assert why.count() == 1
    page.close()


def test_paper_shows_why_and_all_safeguards(chromium, pages):
    page = opened(chromium, pages["uganda"], SIZES[1])
    page.emulate_media(media="print")
    assert page.locator(".card .tree").first.is_visible()
    assert page.locator("details.more table").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()
