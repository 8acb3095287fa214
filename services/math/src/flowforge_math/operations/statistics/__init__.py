"""Operations of statistics: tests, correlation, regression, experiments, distributions."""
