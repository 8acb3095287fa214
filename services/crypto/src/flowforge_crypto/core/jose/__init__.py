"""JSON Web Signature, Encryption and Token (RFC 7515, 7516, 7519)."""
