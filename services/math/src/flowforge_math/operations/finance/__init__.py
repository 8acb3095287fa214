"""Operations of finance: loans, cash flows, depreciation, bonds and options."""
