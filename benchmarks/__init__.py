"""Measurements against peers: every module here with a main() is a benchmark, run by `make bench`."""
