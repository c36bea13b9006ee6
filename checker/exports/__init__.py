"""Marks in the formats that other systems read. Marks in, text out; writes no file."""
