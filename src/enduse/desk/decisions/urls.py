"""Addresses of decisions and conditions, below the case; `cases.urls` brings the converter."""

from django.urls import path

from enduse.desk.decisions import condition_views, views

app_name = "decisions"
urlpatterns = [
    path("<case:case>/decision/", views.decision_page, name="decision"),
    path("<case:case>/decision/decide", views.decide, name="decide"),
    path("<case:case>/decisions/<int:number>", views.statement, name="statement"),
    path("<case:case>/decisions/<int:number>/sign", views.sign, name="sign"),
    path("<case:case>/decisions/<int:number>/withdraw", views.withdraw, name="withdraw"),
    path("<case:case>/decisions/<int:number>/happened", views.happened, name="happened"),
    path("<case:case>/conditions/", condition_views.conditions, name="conditions"),
    path("<case:case>/conditions/<int:condition>/prove", condition_views.prove, name="prove"),
    path("<case:case>/conditions/<int:condition>/release", condition_views.release, name="release"),
    path("<case:case>/conditions/<int:condition>/refuse", condition_views.refuse, name="refuse"),
    path("<case:case>/conditions/<int:condition>/change", condition_views.change, name="change"),
]
