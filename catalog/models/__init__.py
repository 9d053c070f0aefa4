"""What people own and decide."""

from catalog.models.attribute import AttributeDecision, AttributeFinding, ProductAttribute
from catalog.models.background import Background
from catalog.models.banned_word import BannedWord
from catalog.models.brand import Brand
from catalog.models.brief import Brief
from catalog.models.choice import Choice
from catalog.models.decision_mail import DecisionMail
from catalog.models.desk_item import DeskItem
from catalog.models.desk_queue import DeskQueue
from catalog.models.fetch import Fetch, FetchHost
from catalog.models.idempotent_call import IdempotentCall
from catalog.models.imports import Import, ImportMapping, ImportRow
from catalog.models.own_look import OwnLook
from catalog.models.photo import Photo
from catalog.models.photo_preset import PhotoPreset
from catalog.models.picture_hash import PictureHash
from catalog.models.product import Product, Variant
from catalog.models.published_picture import PublishedPicture
from catalog.models.quota import ApiCalls, Quota
from catalog.models.rendition import Rendition
from catalog.models.review import Review, ReviewClaim
from catalog.models.review_chain import ReviewChain
from catalog.models.review_work import ReviewComment, ReviewSkip
from catalog.models.screening import Screening
from catalog.models.shop import ApiToken, Invitation, Membership, Shop
from catalog.models.unlabelled_export import UnlabelledExport
from catalog.models.user import User
from catalog.models.webhook import WebhookDelivery, WebhookEndpoint, WebhookSecret

__all__ = [
    "ApiCalls",
    "ApiToken",
    "AttributeDecision",
    "AttributeFinding",
    "Background",
    "BannedWord",
    "Brand",
    "Brief",
    "Choice",
    "DecisionMail",
    "DeskItem",
    "DeskQueue",
    "Fetch",
    "FetchHost",
    "IdempotentCall",
    "Import",
    "ImportMapping",
    "ImportRow",
    "Invitation",
    "Membership",
    "OwnLook",
    "Photo",
    "PhotoPreset",
    "PictureHash",
    "Product",
    "ProductAttribute",
    "PublishedPicture",
    "Quota",
    "Rendition",
    "Review",
    "ReviewChain",
    "ReviewClaim",
    "ReviewComment",
    "ReviewSkip",
    "Screening",
    "Shop",
    "UnlabelledExport",
    "User",
    "Variant",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
]
