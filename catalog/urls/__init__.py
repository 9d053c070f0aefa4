"""Addresses of the catalog, one module per subject."""

from catalog.urls import brand, files, imports, people, products, renditions, reviews, studio

app_name = "catalog"
urlpatterns = [
    *people.urlpatterns,
    *brand.urlpatterns,
    *files.urlpatterns,
    *products.urlpatterns,
    *renditions.urlpatterns,
    *studio.urlpatterns,
    *reviews.urlpatterns,
    *imports.urlpatterns,
]
