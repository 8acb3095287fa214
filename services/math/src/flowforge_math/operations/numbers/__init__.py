"""Operations on whole numbers and sets."""
