"""`/healthz` and `/readyz` answer a proxy, and nobody else anything."""

import pytest
import sqlalchemy as sa
from flask import Flask

from cop import db


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_proxy_is_answered_without_sign_in_and_detail(app: Flask, world: object, path: str) -> None:
    response = app.test_client().get(path)
    assert response.status_code == 200
    assert len(response.get_data()) < 12


@pytest.mark.logs_errors
def test_without_a_database_the_process_is_up_but_not_ready(app: Flask, world: object) -> None:
    kept = db.session.get_bind()
    db.bind(sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    try:
        assert app.test_client().get("/readyz").status_code == 503
        assert app.test_client().get("/healthz").status_code == 200
    finally:
        db.bind(kept)
