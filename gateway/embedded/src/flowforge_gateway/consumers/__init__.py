"""Who may call: consumers and their credentials, kept in one file outside version control (mode 0600)."""
