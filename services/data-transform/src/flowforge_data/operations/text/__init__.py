"""Operations on text: one text, or a list of texts in one call."""
