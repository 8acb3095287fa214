"""Measure how well searches find what they should."""
