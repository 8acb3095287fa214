"""Time series by numpy and statsmodels: only workers load this."""
