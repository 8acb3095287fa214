"""Operations of spreadsheets: formulas over the rows of a table."""
