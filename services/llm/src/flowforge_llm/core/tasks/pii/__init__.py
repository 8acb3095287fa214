"""Personal data by rules: patterns, and checks that tell cards, accounts and telephones from numbers."""
