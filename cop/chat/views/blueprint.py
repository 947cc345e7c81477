"""The blueprint that the pages of a room are part of."""

from flask import Blueprint

blueprint = Blueprint("chat", __name__)
