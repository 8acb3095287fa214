"""Operations on EDI."""
