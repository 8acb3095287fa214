"""Operations over HTTP: a FastAPI application reads requests, runs handlers and writes responses."""
