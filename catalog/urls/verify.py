"""Address of the page where anybody finds out where a picture comes from."""

from django.urls import path

from catalog.views import verify

urlpatterns = [path("verify/", verify.verify, name="verify")]
