"""E-mail messages: MIME (EML) and Outlook (MSG)."""
