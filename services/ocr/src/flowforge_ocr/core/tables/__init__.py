"""Tables of a page: by their ruled lines, and by the alignment of what stands in rows."""
