"""Pages in the formats of other programs: Markdown, hOCR, ALTO, TSV, and PDF with invisible text."""
