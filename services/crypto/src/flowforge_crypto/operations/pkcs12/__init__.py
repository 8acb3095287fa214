"""Operations on PKCS #12 files, a key with its certificates: /pkcs12/..."""
