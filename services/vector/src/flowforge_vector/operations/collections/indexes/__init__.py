"""Indexes of payload fields."""
