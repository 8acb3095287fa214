"""Pixels that show a text: images that lose them, and pages that become pictures."""
