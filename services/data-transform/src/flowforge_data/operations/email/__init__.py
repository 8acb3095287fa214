"""Operations on e-mail messages."""
