"""What moderators decided on the shop's pictures."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.reviews import DecisionQuery, ReviewSerializer
from catalog.api.views.base import OfShop
from catalog.models import Review
from catalog.selectors.reviews import decisions_of


class ReviewViewSet(OfShop):
    """Decisions."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer

    @extend_schema(parameters=[DecisionQuery])
    def list(self, request: Request) -> Response:
        """Every decision on the shop's pictures, newest first."""
        return self.page(decisions_of(self.shop).filter(**self.asked(DecisionQuery)))
