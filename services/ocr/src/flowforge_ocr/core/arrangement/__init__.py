"""The order in which people read the lines of a page: regions, columns or rows, paragraphs."""
