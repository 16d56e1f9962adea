"""Template tags: states, icons and the words of the catalogue's marks."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enduse.desk.pages.icons import PATHS
from enduse.desk.pages.states import STATES

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon; it is silent, for the word beside it speaks."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def state(key: str, words: str = "") -> SafeString:
    """A state as icon and word; `words` says it more closely."""
    shown = STATES[str(key)]
    return format_html(
        '<span class="state {}">{}{}</span>', shown.tone, icon(shown.icon), words or shown.word
    )


@register.filter
def tone(key: str) -> str:
    """The tone of a state, as a class."""
    return STATES[str(key)].tone


@register.filter
def state_icon(key: str) -> SafeString:
    """The icon of a state."""
    return icon(STATES[str(key)].icon)


@register.filter
def state_word(key: str) -> str:
    """The word of a state."""
    return str(STATES[str(key)].word)


@register.filter
def state_word_or_text(key: str) -> str:
    """The word of a state, or the text itself where it is none."""
    return str(STATES[key].word) if key in STATES else str(key).replace("_", " ")


@register.filter
def at(mapping: Mapping[str, object], key: str) -> object:
    """The value under a key, or nothing."""
    return mapping.get(key, "")
