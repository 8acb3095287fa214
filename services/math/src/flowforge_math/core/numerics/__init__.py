"""Numerical analysis by scipy: only workers load this."""
