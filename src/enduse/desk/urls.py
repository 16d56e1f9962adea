"""The addresses of the desk; each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from enduse.desk import probes
from enduse.desk.pages import views as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", probes.health, name="health"),
    path("ready", probes.ready, name="ready"),
    path("metrics", probes.figures, name="metrics"),
    path("", include("enduse.desk.accounts.urls")),
    path("", pages.start, name="start"),
    path("work/", include("enduse.desk.work.urls")),
    path("cases/", include("enduse.desk.cases.urls")),
    path("cases/", include("enduse.desk.matches.urls")),
    path("cases/", include("enduse.desk.decisions.urls")),
    path("registers/", include("enduse.desk.registers.urls")),
    path("evidence/", include("enduse.desk.evidence.urls")),
    path("grievances/", include("enduse.desk.grievances.urls")),
    path("api/", include("enduse.desk.api.urls")),
    path("help/", include("enduse.desk.pages.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "enduse.desk.pages.errors.bad_request"
handler403 = "enduse.desk.pages.errors.refused"
handler404 = "enduse.desk.pages.errors.not_found"
handler500 = "enduse.desk.pages.errors.broken"
