"""A profile is read strictly; what it says follows; two tell what a release changed."""

import pytest

from enduse.capability.profile.consequences import stated_capabilities, stated_properties
from enduse.capability.profile.difference import differences
from enduse.capability.profile.product_profile import parse_profile, read_profile
from enduse.capability.profile.questions import build_questionnaire, load_questionnaire
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import Property

HEAD = 'format = 1\n[product]\nname = "CityEye"\nrelease = "1"\n'
FACES = "biometric.face_recognition"


def read(rest):
    return read_profile("profile.toml", (HEAD + rest).encode())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "format is missing"),
        ("format = 2\n", "format should be 1"),
        (HEAD + "[answers]\nscal = 'city'\n", "answers.scal: no such question; did you mean scale"),
        (HEAD + "[answers]\nscale = 'town'\n", "answers.scale: 'town' should be one of one, group"),
        (HEAD + "[answers]\ncollects = 'audio'\n", "answers.collects: should be a list of"),
        (HEAD + "[answers]\ncollects = [3]\n", "answers.collects: 3 should be one of"),
        (
            HEAD + "[answers]\n[[capabilities]]\nid = 'face'\nstatus = 'found'\n",
            "no such capability",
        ),
        (HEAD + f"[answers]\n[[capabilities]]\nid = '{FACES}'\nstatus = 'maybe'\n", "status is"),
        (
            HEAD + f"[answers]\n[[capabilities]]\nid = '{FACES}'\nstatus = 'absent'\n",
            "needs a reason",
        ),
        (HEAD + f"[answers]\n[[capabilities]]\nid = '{FACES}'\nstatus = 'found'\nodd = 1\n", "odd"),
        (
            HEAD + "[answers]\n" + f"[[capabilities]]\nid = '{FACES}'\nstatus = 'found'\n" * 2,
            "stands twice",
        ),
        ("a = [", "not TOML"),
        (HEAD + "[answers]\n" + "# x" * 400_000, "at most 1,000,000"),
    ],
)
def test_a_mistake_is_told_with_file_field_and_remedy(content, says):
    with pytest.raises(InvalidInputError, match=says) as told:
        read_profile("profile.toml", content.encode())
    assert str(told.value).startswith("profile.toml")


def test_every_answer_that_can_be_given_is_read():
    for question in load_questionnaire().questions:
        for word in question.words:
            value = f'["{word}"]' if question.kind == "several" else f'"{word}"'
            assert read(f"[answers]\n{question.id} = {value}\n").answers[question.id] == {word}


def test_every_word_of_the_taxonomy_on_data_can_be_answered():
    data = {word for c in load_taxonomy().capabilities for word in c.data_collected}
    assert data <= set(load_questionnaire().get("collects").words)


def test_every_property_can_be_stated_and_denied():
    decided = {q.property for q in load_questionnaire().questions if q.property}
    follows = {c.property for c in load_questionnaire().consequences if c.property}
    assert decided | follows == set(Property)


@pytest.mark.parametrize(
    ("answers", "capability"),
    [
        ('recognises = ["face_many"]', FACES),
        ('recognises = ["voice_one"]', "biometric.voice_speaker"),
        ('works_on = ["cameras"]\ncollects = ["image_video"]', "recording.video_surveillance"),
        ('enters_devices = "yes"\ncovert = "yes"', "internet.spyware_implant"),
        (
            'works_on = ["mobile_signalling"]\ncollects = ["location"]',
            "location.signalling_tracking",
        ),
    ],
)
def test_capabilities_follow_from_answers_with_the_reason(answers, capability):
    stated = {one.capability: one for one in stated_capabilities(read(f"[answers]\n{answers}\n"))}
    assert stated[capability].reason.startswith("follows from the answers: ")


def test_a_person_s_judgement_goes_before_what_follows():
    rest = (
        '[answers]\nrecognises = ["face_many"]\n[[capabilities]]\n'
        f'id = "{FACES}"\nstatus = "absent"\nreason = "switched off"\nby = "Ana"\non = 2026-01-31\n'
    )
    (stated,) = stated_capabilities(read(rest))
    assert stated.is_denied
    assert stated.reason == "absent by Ana on 2026-01-31: switched off"


def test_a_yes_goes_before_a_no():
    (stated, _) = stated_properties(
        read(
            '[answers]\nreads_content = "no"\ncovert = "no"\ncollects = ["communications_content"]\n'
        )
    )[::-1]
    assert (stated.property, stated.answer) == (Property.CONTENT_ACCESS, Answer.YES)


def test_unknown_answers_give_nothing():
    profile = read('[answers]\ncovert = "unknown"\nscale = ""\n')
    assert stated_properties(profile) == ()
    assert stated_capabilities(profile) == ()


def test_what_a_scan_found_is_not_stated():
    rest = f"[answers]\n[[capabilities]]\nid = '{FACES}'\nstatus = 'found'\n"
    assert stated_capabilities(read(rest)) == ()


def test_two_profiles_tell_what_a_release_changed():
    before = read('[answers]\nscale = "group"\nrecognises = ["face_one"]\n')
    after = read('[answers]\nscale = "city"\nrecognises = ["face_many"]\n')
    changes = {(c.about, c.name): c for c in differences(before, after)}
    assert changes["capability", FACES].widens
    assert not changes["capability", "biometric.face_verification"].widens
    assert changes["property", "mass_scale"].widens
    assert changes["answer", "scale"].before == "group"
    assert differences(after, after) == ()


def test_days_survive_as_text_so_that_json_can_hold_a_profile():
    content = (
        HEAD
        + f"[answers]\n[[capabilities]]\nid = '{FACES}'\nstatus = 'confirmed'\non = 2026-01-31\n"
    ).encode()
    table = parse_profile("p", content)
    assert table["capabilities"][0]["on"] == "2026-01-31"
    assert read_profile("p", table) == read_profile("p", content)


@pytest.mark.parametrize(
    "rule",
    [
        'when = { scal = ["city"] }\nproperty = "mass_scale"',
        'when = { scale = ["town"] }\nproperty = "mass_scale"',
        'when = { scale = ["city"] }\ncapability = "no.such"',
    ],
)
def test_a_malformed_rule_of_our_own_stops_the_program(rule):
    text = (
        '[[questions]]\nid = "scale"\nkind = "one"\nask = "a"\nwhy = "w"\nwords = { city = "c" }\n'
        f"[[rules]]\n{rule}\n"
    )
    with pytest.raises(Exception, match=r"does not exist|no such capability"):
        build_questionnaire(text, load_taxonomy())
