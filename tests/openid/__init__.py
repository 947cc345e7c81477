"""Tests of what a provider of OpenID Connect is believed."""
