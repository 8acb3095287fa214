"""Pure code that several operations use: pages, reading order, exports, fields."""
