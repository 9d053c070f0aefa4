"""An uploaded picture of a form, not more often than a person may send one."""

from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.errors import CatalogError
from catalog.throttles import UploadThrottle


def upload_of(request: HttpRequest, field: str, absent: str = "") -> UploadedFile:
    """The file in `field`. Raises CatalogError for too many at once, and where there is none:
    with the sentence `absent`, or one about a picture."""
    # The API's throttle needs nothing of a request but its person.
    if not UploadThrottle().allow_request(cast(Request, request), cast(APIView, None)):
        raise CatalogError(_("Too many uploads at once. Wait a moment, then try again."))
    file = request.FILES.get(field)
    if file is None:
        raise CatalogError(absent or _("Choose a picture first."))
    return file
