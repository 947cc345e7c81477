"""Pages of chat."""

from flask import Blueprint

blueprint = Blueprint("chat", __name__)
