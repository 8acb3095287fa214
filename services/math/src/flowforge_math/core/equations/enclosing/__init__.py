"""Intervals that hold every value of an expression, and the roots that they prove."""
