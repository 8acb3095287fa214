"""Money: cash flows, loans, depreciation, bonds and options, in decimals where money is shown."""
