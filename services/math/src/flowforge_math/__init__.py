"""FlowForge math: expressions, equations, statistics and simulations over HTTP.

Needs nothing from outside; numpy, sympy and polars are imported by the first call that uses them.
"""
