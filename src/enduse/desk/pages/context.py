"""What every page is given."""

from django.conf import settings
from django.http import HttpRequest

from enduse.desk.pages.navigation import navigation


def shell(request: HttpRequest) -> dict[str, object]:
    """The navigation, and whether this desk holds invented cases only."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {"navigation": list(navigation(request)) if known else [], "is_demo": settings.DEMO}
