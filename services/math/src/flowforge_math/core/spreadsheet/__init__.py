"""Spreadsheet formulas over the rows of tables.

Operators, coercions, criteria and error values are those of Excel.
"""
