"""The addresses of the register, below /api/."""

from django.urls import path

from api.invitations import OneInvitation
from api.register.attachments import Attachments, File, OneAttachment, Rotation
from api.register.desk import Figures, Filters, Message, MyWork, Notices, OneFilter, Search
from api.register.disputes import CaseSteps
from api.register.identity import Identity, Reading
from api.register.logins import LoginSuspension, OfficerLogin
from api.register.moves import Moves, Transitions
from api.register.officers import OfficerInvitation, Officers, OneOfficer
from api.register.offices import OneOffice
from api.register.records import ATTACHMENTS, RECORDS
from api.register.views import OneRecord, Records
from api.second_factor import OwnSecondFactor

urlpatterns = [
    path("officers", Officers.as_view()),
    path("officers/<str:uid>", OneOfficer.as_view()),
    path("officers/<str:uid>/invitation", OfficerInvitation.as_view()),
    path("officers/<str:uid>/login", OfficerLogin.as_view()),
    path("officers/<str:uid>/login/suspension", LoginSuspension.as_view()),
    path("offices/<str:amphoe>", OneOffice.as_view()),
    path("invitations/<str:secret>", OneInvitation.as_view()),
    path("session/second-factor", OwnSecondFactor.as_view()),
    path("attachments", Attachments.as_view()),
    path("attachments/<str:uid>", OneAttachment.as_view()),
    path("attachments/<str:uid>/file", File.as_view()),
    path("attachments/<str:uid>/thumbnail", File.as_view(is_thumbnail=True)),
    path("attachments/<str:uid>/rotation", Rotation.as_view()),
    path("cases/<str:uid>/transitions", CaseSteps.as_view()),
    path("search", Search.as_view()),
    path("work", MyWork.as_view()),
    path("filters", Filters.as_view()),
    path("filters/<str:number>", OneFilter.as_view()),
    path("notices", Notices.as_view()),
    path("applications/figures", Figures.as_view()),
    path("applications/<str:uid>/message", Message.as_view()),
    path("applications/moves", Moves.as_view()),
    path("applications/<str:uid>/transitions", Transitions.as_view()),
    path("applicants/<str:uid>/identity", Identity.as_view()),
    path("applicants/<str:uid>/identity/readings", Reading.as_view()),
]
for name, record in RECORDS.items():
    if record is ATTACHMENTS:
        continue
    urlpatterns += [
        path(name, Records.as_view(record=record), name=f"api-{name}"),
        path(f"{name}/<str:uid>", OneRecord.as_view(record=record), name=f"api-one-of-{name}"),
    ]
