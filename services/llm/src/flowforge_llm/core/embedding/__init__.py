"""Vectors of texts, and ranking by them."""
