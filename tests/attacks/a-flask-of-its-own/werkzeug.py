"""Says that it is Werkzeug."""

raise SystemExit("This is no Werkzeug.")
