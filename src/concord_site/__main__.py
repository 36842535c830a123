"""Django's own commands: ``python -m concord_site migrate``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Prepare the data folder and run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord_site.settings")
    from django.core.management import execute_from_command_line

    from concord_site import config

    config.prepare(config.load())
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
