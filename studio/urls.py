"""Addresses: includes only."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import TemplateView

from studio.views import healthz

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("catalog.urls.language")),
    path("api/v1/", include("catalog.api.urls")),
    path("", include("catalog.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", TemplateView.as_view(template_name="styleguide.html")))
