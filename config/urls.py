"""Root of all addresses: the API for machines, pages for people, two probes for the operator."""

from django.urls import include, path

from api import landing, probes

urlpatterns = [
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("api", landing.Landing.as_view()),
    path("api/", include("api.urls")),
    path("", include("frontend.urls")),
]
handler400 = "config.failures.bad_request"
handler403 = "frontend.views.forbidden"
handler404 = "frontend.views.not_found"
handler500 = "config.failures.answer"
