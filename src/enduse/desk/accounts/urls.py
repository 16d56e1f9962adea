"""Addresses of accounts: joining, one's own, and the people of the desk."""

from django.urls import path

from enduse.desk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("welcome/<str:secret>/", views.welcome, name="welcome"),
    path("account/", views.own_account, name="own"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", views.revoke, name="revoke"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite_someone, name="invite"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/close/", views.close, name="close"),
    path("people/<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("people/<uuid:pk>/reset/", views.reset, name="reset"),
]
