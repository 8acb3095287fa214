"""Pictures made of several parts: cards, collages and sprites."""
