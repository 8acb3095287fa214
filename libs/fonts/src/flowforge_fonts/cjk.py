"""Choose the regional form of Chinese characters: China, Taiwan, Hong Kong, Japan and Korea differ."""

import re

_FAMILY = "Noto Sans CJK {}"
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_BOPOMOFO = re.compile("[\u3100-\u312f\u31a0-\u31bf]")
_BY_SCRIPT = ((_KANA, "JP"), (_HANGUL, "KR"), (_BOPOMOFO, "TC"))
_BY_REGION = {"tw": "TC", "mo": "HK", "hk": "HK", "hant": "TC"}


def cjk_family(text: str, language: str | None = None) -> str:
    """Return the family for *language* (BCP 47), else for the scripts in *text*, else simplified Chinese."""
    parts = (language or "").lower().split("-")
    if parts[0] in ("ja", "ko"):
        return _FAMILY.format("JP" if parts[0] == "ja" else "KR")
    if parts[0] in ("zh", "yue"):
        known = [_BY_REGION[part] for part in reversed(parts[1:]) if part in _BY_REGION]
        return _FAMILY.format(known[0] if known else "HK" if parts[0] == "yue" else "SC")
    return _FAMILY.format(next((region for script, region in _BY_SCRIPT if script.search(text)), "SC"))
