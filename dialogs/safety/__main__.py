"""`python -m dialogs.safety`."""

import sys

from dialogs.errors import KneewiseError
from dialogs.safety import write_pages

try:
    write_pages()
except KneewiseError as error:
    sys.exit(str(error))
