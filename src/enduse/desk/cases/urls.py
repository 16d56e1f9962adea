"""Addresses of cases."""

from django.urls import path, register_converter

from enduse.desk.cases.converters import CaseConverter
from enduse.desk.cases.views import cases, claims, findings, lifecycle, questions, together

register_converter(CaseConverter, "case")

app_name = "cases"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("open", cases.open_case, name="open"),
    path("upload", cases.upload_case, name="upload"),
    path("<case:case>/", cases.case_page, name="case"),
    path("<case:case>/sale", cases.describe, name="describe"),
    path("<case:case>/first-pass/<int:number>", questions.first_pass_page, name="first_pass"),
    path("<case:case>/questionnaire", questions.questionnaire, name="questionnaire"),
    path("<case:case>/questions/<str:question>", questions.question_page, name="question"),
    path(
        "<case:case>/considerations/<str:consideration>/",
        questions.consideration_page,
        name="consideration",
    ),
    path(
        "<case:case>/considerations/<str:consideration>/set-aside",
        questions.set_aside,
        name="set_aside",
    ),
    path(
        "<case:case>/considerations/<str:consideration>/take-up",
        questions.take_up,
        name="take_up",
    ),
    path("<case:case>/findings/", findings.finding_list, name="findings"),
    path("<case:case>/findings/<str:red_flag>/", findings.finding_page, name="finding"),
    path("<case:case>/findings/<str:red_flag>/<str:kind>", findings.resolve, name="resolve"),
    path("<case:case>/evidence/", together.evidence_list, name="evidence"),
    path("<case:case>/evidence/attach", together.attach, name="attach"),
    path("<case:case>/claims/", claims.claim_list, name="claims"),
    path("<case:case>/claims/ask", claims.ask, name="ask"),
    path("<case:case>/claims/bring-back", claims.bring_back, name="bring_back"),
    path("<case:case>/claims/<uuid:file>", claims.returned, name="returned"),
    path("<case:case>/people/", together.people, name="people"),
    path("<case:case>/people/add", together.add_member, name="add_member"),
    path("<case:case>/people/<int:member>/remove", together.remove_member, name="remove_member"),
    path("<case:case>/people/assign", together.assign, name="assign"),
    path("<case:case>/people/assigned/<int:assignment>/done", together.finish, name="finish"),
    path("<case:case>/comments", together.comments, name="comments"),
    path("<case:case>/timeline", together.timeline_page, name="timeline"),
    path("<case:case>/documents/", lifecycle.documents, name="documents"),
    path("<case:case>/documents/<str:kind>", lifecycle.document, name="document"),
    path("<case:case>/runs/<int:number>", lifecycle.run_document, name="run"),
    path("<case:case>/export.json", lifecycle.export_json, name="export"),
    path("<case:case>/keep", lifecycle.keep_run, name="keep_run"),
    path("<case:case>/submit", lifecycle.submit, name="submit"),
    path("<case:case>/send-back", lifecycle.send_back, name="send_back"),
    path("<case:case>/withdraw", lifecycle.withdraw, name="withdraw"),
    path("<case:case>/supersede", lifecycle.supersede, name="supersede"),
]
