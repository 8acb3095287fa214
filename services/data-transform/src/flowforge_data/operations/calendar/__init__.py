"""Operations on calendars."""
