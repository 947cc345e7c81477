"""The blueprint of this feature's pages."""

from flask import Blueprint

blueprint = Blueprint("programme", __name__)
