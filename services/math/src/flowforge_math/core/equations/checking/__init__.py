"""Candidates: points that may solve an equation, decided by exact values."""
