"""The distributions that can be asked for; importing this loads nothing."""

from typing import Literal

DistributionName = Literal[
    "normal",
    "student_t",
    "chi_square",
    "f",
    "uniform",
    "exponential",
    "gamma",
    "beta",
    "lognormal",
    "weibull",
    "pareto",
    "logistic",
    "cauchy",
    "triangular",
    "binomial",
    "poisson",
    "geometric",
    "negative_binomial",
    "hypergeometric",
]
