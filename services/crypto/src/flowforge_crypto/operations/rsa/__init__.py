"""RSA encryption of short texts, for systems that ask for it: /rsa/..."""
