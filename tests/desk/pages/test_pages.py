import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

from enduse.desk.accounts.roles import Role
from enduse.desk.pages import errors, icons, navigation, states
from enduse.domain import errors as domain_errors
from enduse.domain.errors import ConflictError, EnduseError

APPS = Path(states.__file__).parents[1]
TEMPLATES = sorted(
    path
    for app in ("pages", "cases", "registers", "evidence")
    for path in (APPS / app / "templates").rglob("*.html")
)
STYLESHEET = (APPS / "pages" / "static" / "pages" / "desk.css").read_text("utf-8")


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.MFA_REQUIRED = False


def test_every_kind_of_error_has_a_status():
    kinds = {
        one
        for one in vars(domain_errors).values()
        if isinstance(one, type) and issubclass(one, EnduseError) and one is not EnduseError
    }
    assert set(errors.STATUS) == kinds


def test_an_error_of_ours_becomes_a_page_and_any_other_goes_its_way(db):
    request = RequestFactory().get("/")
    middleware = errors.PlainErrors(lambda _request: None)
    answer = middleware.process_exception(request, ConflictError("it changed"))
    assert answer.status_code == 409
    assert "It changed." in answer.content.decode()
    assert middleware.process_exception(request, ValueError("x")) is None


def test_what_is_wrong_inside_is_not_told_outside(db):
    request = RequestFactory().get("/")
    middleware = errors.PlainErrors(lambda _request: None)
    answer = middleware.process_exception(request, domain_errors.BadDataError("path /secret"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


def test_a_page_that_is_not_there_says_so(user_with, client):
    client.force_login(user_with(Role.ANALYST))
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_every_state_has_a_word_an_icon_and_a_tone_with_a_style():
    for state in states.STATES.values():
        assert str(state.word)
        assert state.icon in icons.PATHS
        assert state.tone == "none" or f".state.{state.tone} " in STYLESHEET


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_script_or_style_of_its_own(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert get_template(str(path).partition("/templates/")[2])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_can_be_translated(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}", "", text, flags=re.DOTALL)
    text = text.replace("with-rail", "")  # the class of a layout
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<svg.*?</svg>", " ", text, flags=re.DOTALL)
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>|&[a-z]+;", " ", text))
    assert not set(words) - {"enduse", "SHA", "JSON", "CSV", "XLSX", "UTC", "Ctrl", "Enter"}


def test_the_stylesheet_turns_round_for_right_to_left():
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:\s*(?:left|right)"
        r"|(?<![-a-z])(?:left|right|top|bottom|width|height):"
    )
    assert physical.findall(STYLESHEET) == []


def test_the_navigation_shows_what_one_may_follow(user_with):
    def labels(role):
        request = RequestFactory().get("/cases/")
        request.user = user_with(role)
        return [item.label for item in navigation.navigation(request)]

    registers = {"Cases", "Products", "Parties", "Agencies", "Countries"}
    assert registers <= set(labels(Role.ANALYST))
    assert registers & set(labels(Role.GRIEVANCE_OFFICER)) == {"Countries"}
    assert not registers & set(labels(Role.ADMINISTRATOR))


def test_the_start_page_leads_to_a_page_one_may_open(user_with, client):
    for role in Role:
        client.force_login(user_with(role))
        assert client.get("/", follow=True).status_code == 200, role


def test_help_opens_for_everybody_who_is_in(user_with, client):
    client.force_login(user_with(Role.ADMINISTRATOR))
    assert client.get(reverse("pages:help")).status_code == 200
    client.logout()
    assert client.get(reverse("pages:help")).status_code == 302
