"""Operations on single fields of a JSON document: /json/..."""
