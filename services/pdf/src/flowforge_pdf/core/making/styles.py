"""Styles of documents that bring none."""

PROSE = (
    "body{font:11pt/1.45 'Noto Sans';color:#222}h1{font-size:22pt;margin:0 0 10pt}h2{font-size:16pt;"
    "margin:16pt 0 6pt}h3{font-size:13pt;margin:12pt 0 4pt}h1,h2,h3{break-after:avoid;line-height:1.25}"
    "p{margin:0 0 8pt}code,pre{font-family:monospace;font-size:9.5pt;background:#f4f4f4}pre{padding:8pt;"
    "white-space:pre-wrap}blockquote{margin:0 0 8pt;padding-left:10pt;border-left:3pt solid #ccc;color:#555}"
    "img{max-width:100%}"
)
TABLE = (
    "table{border-collapse:collapse;width:100%;margin:0 0 10pt}thead{display:table-header-group}"
    "tr{break-inside:avoid}th,td{border:0.5pt solid #bbb;padding:3pt 5pt;text-align:left;vertical-align:top;"
    "overflow-wrap:break-word}th{background:#eee;font-weight:bold}td.number{text-align:right}"
)
PROSE += TABLE
