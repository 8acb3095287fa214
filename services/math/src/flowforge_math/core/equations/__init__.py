"""Equations and inequalities, solved by sympy on expressions that were built from our own tree.

No text of the caller reaches sympy's parser. The work has no bound of its own: run it where it can be killed.
"""
