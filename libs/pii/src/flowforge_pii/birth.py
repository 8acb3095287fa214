"""Dates of birth, in digits and in words, behind a word that says that they are."""

import re

from flowforge_pii.matching import Pattern

_MONTHS = (
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|"
    r"ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|mei|maa|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru"
)
_MONTH = rf"(?:{_MONTHS})\w{{0,9}}\.?"
_UNITS = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[- ]\w{5,7}|"
    r"thirty[- ]first|ersten|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten|zehnten|elften|"
    r"zwölften|\w{4,8}zehnten|zwanzigsten|\w{3,8}undzwanzigsten|dreißigsten|einunddreißigsten|premier|primero"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|[.º°])?|(?:{_UNITS}))"
_TENS = r"(?:ten|\w{3,8}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ]\w{3,5})?|o[h']?[- ]\w{3,5})"
_YEAR = (
    rf"(?:\d{{4}}|'\d{{2}}|(?:eighteen|nineteen|twenty)[- ](?:hundred(?: and)? )?{_TENS}|"
    r"two thousand(?: and \w{3,9}| \w{3,9})?)"
)
_OF = r"(?:\s(?:of|de|del|di))?"
_DATE = (
    r"(?:\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}"
    rf"|{_DAY}{_OF}\s{_MONTH},?{_OF}\s{_YEAR}"
    rf"|{_MONTH}\s(?:the\s)?{_DAY},?\s{_YEAR}"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
_BORN = (
    r"born|date\sof\sbirth|birth\s?da(?:te|y)|d\.?\s?o\.?\s?b\.?|geb(?:oren|\.)|geburts(?:datum|tag)|n[ée]+e?\sle|"
    r"date\sde\snaissance|fecha\sde\snacimiento|nacid[oa]|naci[óo]|nat[oa]\s(?:il|a)|data\sdi\snascita|geboortedatum|"
    r"data\sde\snascimento|nascid[oa]|data\surodzenia|urodzon[ya]|födelsedatum|född"
)
PATTERNS = (
    Pattern(
        "date_of_birth",
        re.compile(
            rf"(?<!\w)(?:{_BORN})(?!\w)[^\d.;!?\n]{{0,40}}?(?<!\w)(?:the\s)?(?P<value>{_DATE})(?![\w/-])",
            re.IGNORECASE,
        ),
        0.9,
    ),
    Pattern(
        "date_of_birth",
        re.compile(rf"(?<!\w)(?:{_BORN})(?!\w)[\s.:;,*-]{{1,5}}(?P<value>{_DATE})(?![\w/-])", re.IGNORECASE),
        0.9,
    ),
)
