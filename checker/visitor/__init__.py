"""Visitors: people at browsers who use the app. Each kind travels in its own module."""
