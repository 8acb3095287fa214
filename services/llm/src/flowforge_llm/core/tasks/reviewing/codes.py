"""English names of languages, as callers write them, and their ISO 639 codes."""

_NAMES = (
    "Afrikaans af, Albanian sq, Arabic ar, Basque eu, Belarusian be, Bengali bn, Bosnian bs, "
    "Bulgarian bg, Catalan ca, Chinese zh, Croatian hr, Czech cs, Danish da, Dutch nl, English en, "
    "Esperanto eo, Estonian et, Finnish fi, French fr, Galician gl, German de, Greek el, Hebrew he, "
    "Hindi hi, Hungarian hu, Icelandic is, Indonesian id, Irish ga, Italian it, Japanese ja, "
    "Korean ko, Latin la, Latvian lv, Lithuanian lt, Macedonian mk, Malay ms, Norwegian no, "
    "Persian fa, Polish pl, Portuguese pt, Romanian ro, Russian ru, Serbian sr, Slovak sk, "
    "Slovenian sl, Spanish es, Swahili sw, Swedish sv, Tamil ta, Thai th, Turkish tr, Ukrainian uk, "
    "Urdu ur, Vietnamese vi, Welsh cy"
)
_CODES = {name.lower(): code for name, code in (entry.rsplit(" ", 1) for entry in _NAMES.split(", "))}
# Written languages that identification cannot reliably tell apart.
_ALIKE = (
    {"no", "nb", "nn", "da"},
    {"hr", "bs", "sr"},
    {"id", "ms"},
    {"gl", "pt", "es"},
    {"af", "nl"},
    {"cs", "sk"},
)


def code_of(name: str) -> str | None:
    """Return the code of a language such as "German" or "German (Swiss)"; None if it is not listed."""
    words = name.lower().replace("(", " ").split()
    return next((_CODES[word] for word in words if word in _CODES), None)


def are_alike(one: str, other: str) -> bool:
    """Return whether identification may take one for the other."""
    return one == other or any({one, other} <= group for group in _ALIKE)
