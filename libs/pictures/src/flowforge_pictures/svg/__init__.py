"""Drawings: what they may contain, what they cost, and their text."""
