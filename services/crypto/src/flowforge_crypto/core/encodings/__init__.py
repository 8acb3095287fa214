"""Binary-to-text encodings: encode, decode and detect."""
