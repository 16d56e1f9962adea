"""Addresses of the registers."""

from django.urls import path

from enduse.desk.registers import clause_views, views
from enduse.desk.registers.views import (
    AGENCIES,
    PARTIES,
    PRODUCTS,
    Register,
    add_view,
    edit_view,
    entry_view,
    list_view,
)

app_name = "registers"


def _pages(register: Register) -> list:  # type: ignore[type-arg]  # of Django's patterns
    """The four pages that every register has."""
    many, one = register.listing.name, register.kind
    return [
        path(f"{many}/", list_view(register), name=many),
        path(f"{many}/add", add_view(register), name=f"add_{one}"),
        path(f"{many}/<int:pk>/", entry_view(register), name=one),
        path(f"{many}/<int:pk>/edit", edit_view(register), name=f"edit_{one}"),
    ]


urlpatterns = [
    *_pages(PRODUCTS),
    path("products/<int:pk>/source", views.add_source, name="add_source"),
    path("products/<int:pk>/profile", views.profile, name="profile"),
    *_pages(PARTIES),
    *_pages(AGENCIES),
    path("clauses/", clause_views.clause_list, name="clauses"),
    path("clauses/<str:clause>/", clause_views.clause, name="clause"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
]
