"""Addresses of the REST API, of its schema and of the page to try it."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.parsers import MultiPartParser
from rest_framework.routers import SimpleRouter

from catalog.api.views.adverts import AdvertViewSet, LayoutViewSet
from catalog.api.views.attributes import AttributeViewSet
from catalog.api.views.base import NothingHere
from catalog.api.views.brand import BrandViewSet
from catalog.api.views.imports import ImportViewSet
from catalog.api.views.jobs import JobViewSet
from catalog.api.views.looks import LookViewSet
from catalog.api.views.photos import PhotoViewSet
from catalog.api.views.presets import PresetViewSet, RecipeViewSet
from catalog.api.views.products import ProductViewSet
from catalog.api.views.renditions import RenditionViewSet
from catalog.api.views.reviews import ReviewViewSet
from catalog.api.views.shop import ShopViewSet
from catalog.api.views.themes import ThemeViewSet
from catalog.api.views.usage import UsageViewSet
from catalog.api.views.verify import VerifyViewSet

app_name = "api"
docs = SpectacularSwaggerSplitView.as_view(
    url_name="api:schema", template_name="api/docs.html", authentication_classes=[]
)
logo = BrandViewSet.as_view(
    {"get": "logo", "post": "logo_set", "delete": "logo_remove"}, parser_classes=[MultiPartParser]
)
router = SimpleRouter(use_regex_path=False)
router.register("products", ProductViewSet, "product")
router.register("photos", PhotoViewSet, "photo")
router.register("renditions", RenditionViewSet, "rendition")
router.register("jobs", JobViewSet, "job")
router.register("imports", ImportViewSet, "import")
router.register("presets", PresetViewSet, "preset")
router.register("recipes", RecipeViewSet, "recipe")
router.register("layouts", LayoutViewSet, "layout")
router.register("themes", ThemeViewSet, "theme")
router.register("looks", LookViewSet, "look")
router.register("attributes", AttributeViewSet, "attribute")
router.register("reviews", ReviewViewSet, "review")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[]), name="schema"),
    path("docs/", docs, name="docs"),
    path("shop/", ShopViewSet.as_view({"get": "retrieve"}), name="shop"),
    path("shop/usage/", UsageViewSet.as_view({"get": "retrieve"}), name="usage"),
    path(
        "shop/brand/",
        BrandViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="brand",
    ),
    path("shop/brand/logo/", logo, name="brand-logo"),
    path("verify/", VerifyViewSet.as_view({"post": "create"}), name="verify"),
    path("adverts/", AdvertViewSet.as_view({"post": "create"}), name="adverts"),
    *router.urls,
    path("<path:rest>", NothingHere.as_view(), name="nothing"),
]
