"""Algebra and calculus by sympy, on expressions that were built from our own tree, checked by numbers.

The work has no bound of its own: run it where it can be killed.
"""
