from parcels.models.codes import (
    ApplicantKind,
    AttachmentKind,
    CaptureMethod,
    CaseKind,
    CaseState,
    CodeList,
    Component,
    Confers,
    ConsentKind,
    DeedPosition,
    DocType,
    FloodRisk,
    LandClass,
    Level,
    PlotModel,
    Ratio,
    RejectReason,
    Relation,
    Role,
    Sector,
    Soil,
    State,
    WaterSource,
    ZoneGroup,
    ZoneStage,
    ZoneType,
)
from parcels.models.entry import Invitation, SecondFactor
from parcels.models.figures import AreaSummary, SeenCase
from parcels.models.land import Parcel, Zone
from parcels.models.papers import Attachment, AttachmentContent, LandDocument
from parcels.models.people import Applicant, ApplicantIdentity, Office, Officer
from parcels.models.programs import Job, ReadLog, Token
from parcels.models.progress import Application, Case, Consent, Design, StateChange, Survey, Work
from parcels.models.talk import Comment, Notice, SavedFilter
from parcels.models.trace import History, Idempotency

__all__ = [
    "Applicant", "ApplicantIdentity", "ApplicantKind", "Application", "AreaSummary", "Attachment",
    "AttachmentContent", "AttachmentKind", "CaptureMethod", "Case", "CaseKind", "CaseState", "CodeList", "Comment",
    "Component", "Confers", "Consent", "ConsentKind", "DeedPosition", "Design", "DocType", "FloodRisk", "History",
    "Idempotency", "Invitation", "Job", "LandClass", "LandDocument", "Level", "Notice", "Office", "Officer", "Parcel", "PlotModel",
    "Ratio", "ReadLog", "RejectReason", "Relation", "Role", "SavedFilter", "SecondFactor", "Sector", "SeenCase", "Soil", "State",
    "StateChange", "Survey", "Token", "WaterSource", "Work", "Zone", "ZoneGroup", "ZoneStage", "ZoneType",
]  # fmt: skip
