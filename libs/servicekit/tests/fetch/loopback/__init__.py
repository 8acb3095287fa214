"""Real servers, certificates and name tables for downloads on loopback."""
