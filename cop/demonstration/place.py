"""The programmes and spaces of the demonstration, made by the operator before anybody arrives."""

from cop import clock
from cop.demonstration.story import NETWORK_BEGAN, document, rows
from cop.models import Policy, Programme, Space, SpaceKind
from cop.spaces import commands as spaces
from cop.spaces.commands import OrganisationRow


def found_organisations(*, fictional: bool) -> dict[str, int]:
    """Every organisation, by code -> id; with `fictional` under invented names. None has merged yet."""
    given = [
        OrganisationRow(**row | {"successor": ""} | (_disguise(row, number) if fictional else {}))
        for number, row in enumerate(rows("organisations"), start=1)
    ]
    with clock.at(NETWORK_BEGAN):
        return {each.code: each.id for each in spaces.import_organisations(actor_id=None, rows=given)}


def merge_organisations(organisations: dict[str, int]) -> None:
    """Let those that have merged since point to their successors."""
    for row in rows("organisations"):
        if row["successor"]:
            merged, successor = organisations[row["code"]], organisations[row["successor"]]
            spaces.name_successor(actor_id=None, organisation_id=merged, successor_id=successor)


def _disguise(row: dict[str, str], number: int) -> dict[str, str]:
    return {"name": f"Invented {row['kind'].title() or 'Trust'} {number}", "town": ""}


def found_spaces() -> dict[str, Space]:
    """Both programmes and their spaces, by slug."""
    script = document("spaces")
    programmes = {each["slug"]: _programme(each) for each in script["programme"]}
    made: dict[str, Space] = {}
    for each in script["space"]:
        with clock.at(each["created_at"]):
            made[each["slug"]] = spaces.create_space(
                actor_id=None,
                kind=SpaceKind(each["kind"]),
                name=each["name"],
                slug=each["slug"],
                purpose=each["purpose"],
                about=each["about"],
                policy=Policy(each["policy"]),
                programme_id=programmes[each["programme"]].id,
                parent_id=made[each["parent"]].id if each["kind"] == "set" else None,
            )
    return made


def _programme(each: dict[str, str]) -> Programme:
    with clock.at(NETWORK_BEGAN):
        return spaces.create_programme(actor_id=None, **each)  # type: ignore[arg-type]
