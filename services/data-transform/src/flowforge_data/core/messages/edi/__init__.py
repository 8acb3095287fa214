"""Electronic data interchange: ANSI X12 and UN/EDIFACT."""
