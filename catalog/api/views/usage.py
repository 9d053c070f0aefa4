"""What the token's shop uses."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.permissions import OwnersOnly
from catalog.api.schema import FORBIDDEN, INVALID
from catalog.api.serializers.usage import UsageQuery, UsageSerializer
from catalog.api.views.base import OfShop
from catalog.models import ApiCalls
from catalog.selectors.usage import Month, calls_by_token, quota_of, usage_of


class UsageViewSet(OfShop):
    """Usage and quotas."""

    serializer_class = UsageSerializer
    permission_classes = [IsAuthenticated, OwnersOnly]

    @extend_schema(
        parameters=[UsageQuery], responses={200: UsageSerializer, 400: INVALID, 403: FORBIDDEN}
    )
    def retrieve(self, request: Request) -> Response:
        """What the shop used in a month, what it stores, and what it may; for owners."""
        asked = self.asked(UsageQuery).get("month")
        month = Month.named(asked) if asked else Month.now()
        used = usage_of(self.shop, month)
        rows = [row for one in calls_by_token(self.shop, month) for row in one["days"]]
        return self.answer(
            {
                **vars(used),
                "pictures": used.pictures,
                "quota": quota_of(self.shop),
                "tokens": [said(row) for row in rows],
            }
        )


def said(row: ApiCalls) -> dict[str, Any]:
    token = row.token
    return {"token": token.prefix, "name": token.name, "day": row.day, "calls": row.calls}
