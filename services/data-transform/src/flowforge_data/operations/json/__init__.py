"""Operations on JSON documents, and on what can be read as one."""
