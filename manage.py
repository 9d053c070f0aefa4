#!/usr/bin/env python
"""Django's command line for the studio."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    # Spinning OpenMP threads on busy cores made a 0.3 s job take 7.7 s; set before numpy loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
