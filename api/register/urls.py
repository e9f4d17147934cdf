"""The addresses of the register, below /api/."""

from django.urls import path

from api.register.identity import Identity, Reading
from api.register.moves import Moves, Transitions
from api.register.records import ATTACHMENTS, RECORDS
from api.register.views import OneRecord, Records

urlpatterns = [
    path("applications/moves", Moves.as_view()),
    path("applications/<str:uid>/transitions", Transitions.as_view()),
    path("applicants/<str:uid>/identity", Identity.as_view()),
    path("applicants/<str:uid>/identity/readings", Reading.as_view()),
]
for name, record in RECORDS.items():
    # A file is no JSON.
    reading = {"http_method_names": ["get", "head", "options"]} if record is ATTACHMENTS else {}
    urlpatterns += [
        path(name, Records.as_view(record=record, **reading), name=f"api-{name}"),
        path(f"{name}/<str:uid>", OneRecord.as_view(record=record), name=f"api-one-of-{name}"),
    ]
