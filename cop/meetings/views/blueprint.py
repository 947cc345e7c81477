"""Where the pages of this feature are hung up."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
