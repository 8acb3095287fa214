"""The OCR service: read pictures and scanned PDFs as text, tables, fields, codes and searchable documents.

Needs nothing from outside. Files are decoded and read in killable processes, under limits.
"""
