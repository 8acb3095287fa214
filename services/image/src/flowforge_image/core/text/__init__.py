"""Lay out and draw text."""
