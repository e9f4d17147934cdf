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
    Role,
    Sector,
    Soil,
    State,
    WaterSource,
    ZoneGroup,
    ZoneStage,
    ZoneType,
)
from parcels.models.figures import AreaSummary, SeenCase
from parcels.models.land import Parcel, Zone
from parcels.models.papers import LandDocument
from parcels.models.people import Applicant, ApplicantIdentity, Officer
from parcels.models.programs import Job, ReadLog, Token
from parcels.models.progress import Application, Case
from parcels.models.trace import History, Idempotency

__all__ = [
    "Applicant", "ApplicantIdentity", "ApplicantKind", "Application", "AreaSummary", "AttachmentKind", "CaptureMethod", "Case",
    "CaseKind", "CaseState", "CodeList", "Component", "Confers", "ConsentKind", "DeedPosition", "DocType",
    "FloodRisk", "History", "Idempotency", "Job", "LandClass", "LandDocument", "Level", "Officer", "Parcel",
    "PlotModel", "Ratio", "ReadLog", "Role", "Sector", "SeenCase", "Soil", "State", "Token", "WaterSource", "Zone", "ZoneGroup",
    "ZoneStage", "ZoneType",
]  # fmt: skip
