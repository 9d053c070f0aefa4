"""What people own and decide."""

from catalog.models.attribute import AttributeDecision, AttributeFinding, ProductAttribute
from catalog.models.background import Background
from catalog.models.brand import Brand
from catalog.models.brief import Brief
from catalog.models.choice import Choice
from catalog.models.decision_mail import DecisionMail
from catalog.models.imports import Import, ImportRow
from catalog.models.own_look import OwnLook
from catalog.models.photo import Photo
from catalog.models.photo_preset import PhotoPreset
from catalog.models.product import Product, Variant
from catalog.models.rendition import Rendition
from catalog.models.review import Review, ReviewClaim
from catalog.models.shop import ApiToken, Invitation, Membership, Shop
from catalog.models.user import User

__all__ = [
    "ApiToken",
    "AttributeDecision",
    "AttributeFinding",
    "Background",
    "Brand",
    "Brief",
    "Choice",
    "DecisionMail",
    "Import",
    "ImportRow",
    "Invitation",
    "Membership",
    "OwnLook",
    "Photo",
    "PhotoPreset",
    "Product",
    "ProductAttribute",
    "Rendition",
    "Review",
    "ReviewClaim",
    "Shop",
    "User",
    "Variant",
]
