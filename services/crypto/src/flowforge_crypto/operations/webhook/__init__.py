"""Operations on signed webhooks: /webhook/..."""
