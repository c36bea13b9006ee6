"""Says that it is Flask."""

raise SystemExit("This is no Flask.")
