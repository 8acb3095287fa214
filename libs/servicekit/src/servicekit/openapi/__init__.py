"""What a service says of itself: an OpenAPI 3.1 document, a 3.0.3 twin for generators, a page for people.

Pure functions of the compiled endpoints; needs nothing that runs.
"""

from servicekit.openapi.document import build_document
from servicekit.openapi.page import docs_page
from servicekit.openapi.profile import generator_profile

__all__ = ["build_document", "docs_page", "generator_profile"]
