"""A real Chromium before a desk that serves the tour; both are other processes than the test."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

from enduse.desk.cases.demo import PASSWORD
from tests.desk.own_desk import empty_desk

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SERVE = "from enduse.cli.main import run; run()"
SMALL, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
_PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def port(worker_id):
    """A port of this worker's own; the test itself opens no socket to ask for one."""
    return 18_500 + (0 if worker_id == "master" else 1 + int(worker_id.removeprefix("gw")))


@pytest.fixture(scope="session")
def address(tmp_path_factory, port):
    """The address of a desk with the tour on it."""
    server = os.environ.get("ENDUSE_TEST_DATABASE_URL", "")
    with empty_desk(tmp_path_factory.mktemp("tour") / "desk", server) as desk:
        command = [sys.executable, "-u", "-c", SERVE, "serve", "--demo", "--port", str(port)]
        with subprocess.Popen(  # noqa: S603  our own Python
            [*command, "--no-worker"],
            env=desk.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert "The desk is at" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=_PATIENCE_SECONDS)


@pytest.fixture(scope="session")
def entered(chromium, address):
    """A function that gives the cookies of somebody who has logged in; once for each."""
    kept = {}

    def state_of(who):
        if who not in kept:
            page = chromium.new_page()
            _open_when_ready(page, f"{address}/account/login/")
            page.get_by_label("Email").fill(f"{who}@example.org")
            page.get_by_label("Password").first.fill(PASSWORD)
            page.locator("main button").first.click()
            page.wait_for_url(lambda url: "/login" not in url)
            kept[who] = page.context.storage_state()
            page.close()
        return kept[who]

    return state_of


@pytest.fixture
def opened(chromium, address, entered):
    """A function that opens a page for somebody, in a browser of a size and a scheme."""

    @contextmanager
    def open_page(path, who="rao", size=None, scheme="light", scripts=True):
        context = chromium.new_context(
            storage_state=entered(who),
            viewport=size or WIDE,
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto(f"{address}{path}")
        yield page
        context.close()

    return open_page


def faults_of(page):
    """What axe finds, with every fold open."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def _open_when_ready(page, url):
    for _ in range(_PATIENCE_SECONDS * 5):
        try:
            page.goto(url)
        except Error:
            page.wait_for_timeout(200)
        else:
            return
    pytest.fail(f"nothing answers at {url}")
