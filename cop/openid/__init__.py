"""Asks the one provider of OpenID Connect that the operator has chosen who somebody is, and nothing else about them."""

from cop.openid.provider import Client, Errand, Provider, provider
from cop.openid.refusals import Refused, Unreachable

__all__ = ["Client", "Errand", "Provider", "Refused", "Unreachable", "provider"]
