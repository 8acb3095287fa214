"""The catalog of collections: who owns each, its settings, and with whom it is shared."""
