"""The web process: Django under an ASGI server."""

import os
import tempfile
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

django = get_asgi_application()

from studio.body_guard import App, BodyGuard

# Django keeps a body that is being received where Python keeps temporary files; /tmp is memory
# on many machines.
tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)
application = BodyGuard(cast(App, django))
