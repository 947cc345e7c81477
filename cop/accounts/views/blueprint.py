"""What every page of accounts hangs on."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
