"""The page that shows a document to people: Swagger UI, whole in one file, for machines without internet."""

from html import escape
from importlib import resources

import orjson

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<noscript>This page needs JavaScript; the document itself is at <a href="{href}">{href}</a>.</noscript>
<div id="ui"></div>
<script>{script}</script>
<script>SwaggerUIBundle({options});</script>
</body>
</html>
"""


def docs_page(title: str, openapi_url: str) -> bytes:
    """Return an HTML page that shows the document at *openapi_url*, relative to the page or absolute.

    It has 1.7 MB and loads nothing but the document: make it when it is asked for, and keep it compressed.
    """
    assets = resources.files("swagger_ui_bundle") / "vendor"
    folder = next(entry for entry in assets.iterdir() if entry.name.startswith("swagger-ui-"))
    options = orjson.dumps(
        {
            "url": openapi_url,
            "dom_id": "#ui",
            "deepLinking": True,
            "displayRequestDuration": True,
            "persistAuthorization": False,
            "tryItOutEnabled": True,
            "validatorUrl": None,
        }
    )
    return _PAGE.format(
        title=escape(title),
        href=escape(openapi_url),
        style=(folder / "swagger-ui.css").read_text("utf-8"),
        script=_inline((folder / "swagger-ui-bundle.js").read_text("utf-8")),
        options=_inline(options.decode()),
    ).encode()


def _inline(script: str) -> str:
    """Return *script* so that nothing in it ends the element that holds it, or begins a comment."""
    return script.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")
