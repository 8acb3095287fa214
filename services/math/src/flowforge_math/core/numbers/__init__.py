"""Whole numbers: bases, factors, congruences, combinations and sets."""
