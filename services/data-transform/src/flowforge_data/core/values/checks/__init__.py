"""Checks of values that people type, each with its normal form and its reason."""
