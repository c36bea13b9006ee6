"""Visitors at a real Chromium, with the words of all visitors."""
