"""Shape and wording of what is typed about programmes and what is planned in their cohorts."""

from cop.programme.forms.programmes import PARTNER_ROLES, STATUSES, PartnerForm, SaidForm, StatusForm
from cop.programme.forms.workshops import (
    COMPONENTS,
    STAGES,
    ChangedWorkshopForm,
    CohortForm,
    MaterialForm,
    SegmentForm,
    WorkshopForm,
)

__all__ = [
    "COMPONENTS",
    "PARTNER_ROLES",
    "STAGES",
    "STATUSES",
    "ChangedWorkshopForm",
    "CohortForm",
    "MaterialForm",
    "PartnerForm",
    "SaidForm",
    "SegmentForm",
    "StatusForm",
    "WorkshopForm",
]
