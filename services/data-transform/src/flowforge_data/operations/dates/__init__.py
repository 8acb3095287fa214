"""Dates and times: parse, format, calculate, working days."""
