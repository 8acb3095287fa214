"""Characters that a format does not allow."""

import re
from typing import Final

FORBIDDEN_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
