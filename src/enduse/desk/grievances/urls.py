"""The addresses of the officers' side."""

from django.urls import path

from enduse.desk.grievances import views

app_name = "grievances"
urlpatterns = [
    path("", views.grievance_list, name="list"),
    path("effectiveness", views.effectiveness, name="effectiveness"),
    path("key", views.key, name="key"),
    path("key/recover", views.recover_key, name="recover"),
    path("key/lock", views.lock, name="lock"),
    path("take-in", views.take_in, name="take_in"),
    path("identity/<int:request_id>/<str:answer>", views.answer_identity, name="answer_identity"),
    path("<uuid:pk>/", views.grievance_page, name="grievance"),
    path("<uuid:pk>/files", views.files, name="files"),
    path("<uuid:pk>/<str:what>", views.act, name="act"),
]
