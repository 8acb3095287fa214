"""Names of people and postal addresses, split into their parts."""
