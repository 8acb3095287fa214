"""Embed fonts that a document does not have: free fonts, each glyph fitted to the width of the original."""
