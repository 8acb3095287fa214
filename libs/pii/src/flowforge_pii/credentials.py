"""Private keys, tokens and API keys of well-known issuers."""

import re

from flowforge_pii.matching import Pattern

_PRIVATE_KEY = (
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]{0,20000}?"
    r"-----END [A-Z ]{0,30}PRIVATE KEY-----"
)
_SECRETS = (
    _PRIVATE_KEY,
    r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",  # a JSON Web Token
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36,255}\b",
    r"\bgithub_pat_\w{50,255}\b",
    r"\bglpat-[\w-]{20,64}\b",
    r"\bxox[abprs]-[\w-]{10,250}",
    r"\bsk-[\w-]{20,200}",
    r"\b[sr]k_(?:live|test)_\w{16,200}\b",
    r"\bAIza[\w-]{35}\b",
)
PATTERNS = (Pattern("secret", re.compile("|".join(_SECRETS)), 0.95),)
