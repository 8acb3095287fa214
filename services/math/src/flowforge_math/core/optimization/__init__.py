"""Optimization by scipy (HiGHS) and OR-Tools: only workers load this."""
