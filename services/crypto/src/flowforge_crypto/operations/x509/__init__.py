"""Operations on certificates and certificate requests (RFC 5280): /x509/..."""
