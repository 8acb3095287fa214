"""Draw on pages that are there: text, pictures and other pages, over or under their content."""
