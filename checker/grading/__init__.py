"""Grading a class: hand-ins in, marks and pages out. Verdicts are made elsewhere."""
