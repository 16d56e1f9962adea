"""The addresses of the public pages."""

from django.urls import path

from enduse.desk.grievances.public import views

urlpatterns = [
    path("speak/", views.welcome, name="welcome"),
    path("speak/<str:code>/", views.start, name="start"),
    path("speak/<str:code>/safety", views.safety, name="safety"),
    path("speak/<str:code>/new", views.new, name="new"),
    path("speak/<str:code>/receipt", views.receipt, name="receipt"),
    path("speak/<str:code>/done", views.done, name="done"),
    path("speak/<str:code>/proof", views.proof, name="proof"),
    path("speak/<str:code>/answer", views.answer, name="answer"),
    path("speak/<str:code>/status", views.status, name="status"),
    path("speak/<str:code>/leave", views.leave, name="leave"),
]
