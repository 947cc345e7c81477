"""Why something is reported, declined, hidden or decided about a person: words of one list, for everybody."""

from enum import StrEnum


class Ground(StrEnum):
    PATIENT = "patient"
    UNKIND = "unkind"
    CONFIDENCE = "confidence"
    UNLAWFUL = "unlawful"
    OFF_TOPIC = "off_topic"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Ground.PATIENT: "Patient or personal information",
    Ground.UNKIND: "Unkind or abusive",
    Ground.CONFIDENCE: "Told in confidence elsewhere",
    Ground.UNLAWFUL: "Against the law, such as defamation",
    Ground.OFF_TOPIC: "Off topic, advertising or spam",
    Ground.OTHER: "Something else",
}
