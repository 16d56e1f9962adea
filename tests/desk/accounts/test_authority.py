import pytest
from django.contrib.auth.models import AnonymousUser

from enduse.desk.accounts.authority import can, require
from enduse.desk.accounts.roles import VERBS, Role
from enduse.domain.errors import BadDataError, NotAllowedError


class Thing:
    def __init__(self, *, author=None, team=()):
        self.author, self.team = author, team

    def known_to(self, user):
        return user in self.team

    def authored_by(self, user):
        return user == self.author


def test_an_unknown_verb_is_an_error(user_with):
    with pytest.raises(BadDataError):
        can(user_with(Role.DECIDER), "case:burn")


def test_nobody_without_an_account_may_do_anything():
    assert not any(can(AnonymousUser(), verb) for verb in VERBS)


def test_nobody_whose_account_is_closed_may_do_anything(user_with):
    ana = user_with(*Role)
    ana.is_active = False
    assert not any(can(ana, verb) for verb in VERBS)


def test_a_case_is_known_to_its_team_only(user_with):
    inside, outside = user_with(Role.ANALYST), user_with(Role.ANALYST)
    case = Thing(team=[inside])
    assert can(inside, "case:view", case)
    assert not can(outside, "case:view", case)


def test_the_auditor_reads_every_case_and_changes_none(user_with):
    auditor = user_with(Role.AUDITOR)
    assert can(auditor, "case:view", Thing())
    reading = {"view", "read", "export", "count", "all", "own", "verify"}
    assert {verb.split(":")[1] for verb in VERBS if can(auditor, verb)} <= reading


def test_the_author_never_decides_whatever_their_roles(user_with):
    author = user_with(*Role)
    case = Thing(author=author, team=[author])
    with pytest.raises(NotAllowedError):
        require(author, "case:decide", case)


def test_the_administrator_sees_no_case_content(user_with):
    administrator = user_with(Role.ADMINISTRATOR)
    kinds = {verb.split(":")[0] for verb in VERBS if can(administrator, verb)}
    assert kinds == {"account", "work", "job", "record", "user", "desk"}
