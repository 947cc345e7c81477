"""Statements as everybody reads them, signed in or not: what is published, and what was before."""

from flask import render_template

from cop.errors import NotFound
from cop.models import StatementKind, StatementVersion
from cop.statements import queries
from cop.statements.views.addresses import blueprint


@blueprint.get("/<statement:page>")
def read(page: StatementKind) -> str:
    """What is published; until then what comes with the software, which says so."""
    version = StatementVersion.newest(page)
    text = version.text if version else queries.shipped(page)
    return render_template(
        "statements/statement.html", kind=page, version=version, html=queries.html_of(text)
    )


@blueprint.get("/<statement:page>/versions")
def versions(page: StatementKind) -> str:
    return render_template("statements/versions.html", kind=page, versions=StatementVersion.of(page))


@blueprint.get("/<statement:page>/versions/<int:number>")
def one_version(page: StatementKind, number: int) -> str:
    """One, with what had changed in it since the one before."""
    published = {each.number: each for each in StatementVersion.of(page)}
    if number not in published:
        raise NotFound
    version, before = published[number], published.get(number - 1)
    return render_template(
        "statements/version.html",
        kind=page,
        version=version,
        html=queries.html_of(version.text),
        is_newest=number == max(published),
        pieces=queries.changes(before.text, version.text) if before else None,
    )
