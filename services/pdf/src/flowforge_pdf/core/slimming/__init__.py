"""Leave out of a document what nobody sees: glyphs that are not used, and streams that are there twice."""
