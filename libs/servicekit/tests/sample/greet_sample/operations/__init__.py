"""Operations of the service that uses FastAPI's markers."""
