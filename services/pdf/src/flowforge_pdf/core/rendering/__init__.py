"""Pages as pixels, drawn by PDFium: without scripts, within limits."""
