"""With whom an R&D office deals, and under which headings the network sees its work (domain.md B02, B13)."""

from enum import StrEnum


class Stakeholder(StrEnum):
    STAFF = "staff"
    PATIENTS = "patients"
    FACILITIES = "facilities"
    SERVICES = "services"
    UNIVERSITIES = "universities"
    ACADEMICS = "academics"
    CLINICIANS = "clinicians"
    INVESTIGATORS = "investigators"
    FUNDERS = "funders"
    NETWORKS = "networks"
    INDUSTRY = "industry"

    @property
    def label(self) -> str:
        return STAKEHOLDERS[self]


STAKEHOLDERS = {
    Stakeholder.STAFF: "NHS staff",
    Stakeholder.PATIENTS: "Patients",
    Stakeholder.FACILITIES: "Facilities",
    Stakeholder.SERVICES: "Service departments",
    Stakeholder.UNIVERSITIES: "Universities",
    Stakeholder.ACADEMICS: "Clinical academics",
    Stakeholder.CLINICIANS: "Clinicians",
    Stakeholder.INVESTIGATORS: "Investigators",
    Stakeholder.FUNDERS: "Funding bodies",
    Stakeholder.NETWORKS: "Research networks",
    Stakeholder.INDUSTRY: "Pharmaceutical and other companies",
}


class Theme(StrEnum):
    CULTURE = "culture"
    EASIER = "easier"
    ROLE = "role"
    TOGETHER = "together"

    @property
    def label(self) -> str:
        return THEMES[self]


THEMES = {
    Theme.CULTURE: "Changing the culture nationally",
    Theme.EASIER: "Faster and easier research here",
    Theme.ROLE: "Re-thinking the role of R&D",
    Theme.TOGETHER: "Better together: power and authority",
}
