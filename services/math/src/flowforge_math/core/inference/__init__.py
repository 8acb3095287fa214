"""Statistical inference by scipy and statsmodels: tests, intervals, regression, experiments.

They take 150 MB: only workers load this.
"""
