"""Errors about fonts."""

from servicekit import InvalidInput


class UnknownFont(InvalidInput):
    code = "FONT_UNKNOWN"
    message = "'font' is '{font}', which is not installed here. Installed are: {families}."


class FontLacksCharacters(InvalidInput):
    code = "FONT_LACKS_CHARACTERS"
    message = "No font here can draw these characters of the text: {characters}."
