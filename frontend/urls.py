"""Addresses of the pages."""

from django.urls import path, re_path

from frontend import account, around, offline, views

urlpatterns = [
    path("", views.bench, name="bench"),
    path("work", views.work, name="work"),
    path("applications", views.applications, name="applications"),
    path("applications/new", views.register, name="register"),
    path("applications/<uuid:uid>/edit", views.register, name="register-on"),
    path("applications/<uuid:uid>", views.application, name="application"),
    path("cases", around.cases, name="cases"),
    path("applicants", around.applicants, name="applicants"),
    path("applicants/<uuid:uid>", around.applicant, name="applicant"),
    path("parcels/<uuid:uid>/history", around.parcel_history, name="parcel-history"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("account/tokens", views.tokens, name="tokens"),
    path("account/officers", account.officers, name="officers"),
    path("account/qgis", account.qgis_guide, name="qgis-guide"),
    path("account/security", account.security, name="security"),
    path("invitation/<str:secret>", account.invitation, name="invitation"),
    path("language", views.language, name="language"),
    path("outbox", offline.outbox, name="outbox"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    re_path(r"^manifest-(?P<code>th|en)\.webmanifest$", offline.web_manifest, name="web-manifest"),
    re_path(r"^shell/(?P<code>th|en)/(?P<name>[a-z]+)$", offline.shell, name="shell"),
    re_path(r"^i18n/(?P<code>th|en)\.js$", views.catalogue, name="catalogue"),
]
