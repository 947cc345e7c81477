"""What of somebody stands in the contracts of sets. The texts are the set’s, as several wrote them, and in no copy."""

from cop.exports.queries import conditions as told
from cop.exports.queries.sections import Section
from cop.models import GroundRules

OF_SETS = (
    Section(
        "rules_acceptance",
        "Ground rules of sets that you accepted",
        more={"version": told.column(GroundRules.number)},
    ),
    Section("rota_turn", "Your places in rotas of sets"),
    Section("set_answer", "What you said yes to in sets"),
)
