"""The web process: Django under an ASGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
