"""Many columns together: clusters and principal components."""
