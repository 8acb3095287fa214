"""Messages and their parts: e-mail, calendars, contacts, feeds and EDI."""
