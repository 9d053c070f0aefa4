"""Renditions: ask for pictures, look at them, download, choose, submit, delete with undo."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import downloads
from catalog.api.serializers.renditions import (
    RenditionItemSerializer,
    RenditionQuery,
    RenditionRequestSerializer,
    RenditionSerializer,
    UnlabelledSerializer,
)
from catalog.api.serializers.reviews import AppealSerializer, ReviewSerializer
from catalog.api.views.base import OfShop
from catalog.models import Photo, Rendition, Shop
from catalog.selectors.rendition_facts import is_label_due
from catalog.selectors.renditions import (
    rendition_deleted,
    rendition_of_shop,
    renditions_of_shop,
)
from catalog.selectors.reviews import DRAFT, reviews_told
from catalog.services.appeals import appeal_submit
from catalog.services.exports import export_name
from catalog.services.improving import photos_improve
from catalog.services.labelled import labelled_file, unlabelled_export
from catalog.services.renditions import (
    rendition_choose,
    rendition_delete,
    rendition_restore,
    renditions_request,
)
from catalog.services.reviews import review_submit, review_withdraw
from catalog.services.scenes import SceneAsked, scenes_request
from catalog.serving import attachment, attachment_of
from imaging.improving import ONE_TAP
from imaging.models import Job
from imaging.reader import language

FEW = 10  # photos of one request; more are no click, and make way for people as imports do
COLUMNS = {
    "product": "product_id",
    "photo": "photo_id",
    "recipe": "recipe",
    "preset": "preset",
    "status": "job__status",
    "chosen": "is_chosen",
}


def narrowed(
    shop: Shop, renditions: QuerySet[Rendition], asked: dict[str, Any]
) -> QuerySet[Rendition]:
    """The renditions of `shop` that fit what a list asks for."""
    asked = dict(asked)
    if review := asked.pop("review", None):
        verb = None if review == DRAFT else review
        renditions = renditions.filter(review_verb=verb)  # type: ignore[misc]  # annotated
    if asked.get("status", Job.Status.DONE) != Job.Status.DONE:
        # Those are few: found by their jobs, without looking at every rendition.
        jobs = Job.objects.of_tenant(shop.tenant).filter(status=asked.pop("status"))
        renditions = renditions.filter(job__in=jobs.values("pk"))
    return renditions.filter(**{COLUMNS[name]: value for name, value in asked.items()})


class RenditionViewSet(OfShop):
    """The shop's renditions."""

    lookup_value_converter = "int"
    queryset = Rendition.objects.none()
    serializer_class = RenditionSerializer

    @extend_schema(parameters=[RenditionQuery], responses=RenditionItemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The shop's renditions, newest first."""
        found = narrowed(self.shop, self.found(), self.asked(RenditionQuery))
        return self.get_paginated_response(self.items(self.paginate_queryset(found)))

    @extend_schema(
        request=RenditionRequestSerializer, responses={201: RenditionItemSerializer(many=True)}
    )
    def create(self, request: Request) -> Response:
        """Ask for pictures: every photo for every channel, all of them or none.

        Each scene answers with its `brief`: what was understood, and which words were not.
        """
        sent = self.sent(RenditionRequestSerializer)
        sent["photos"] = self.photos(sent["photos"])
        priority = Job.Priority.BULK if len(sent["photos"]) > FEW else Job.Priority.PERSON
        if sent["recipe"] == "scene":
            scene = SceneAsked(**sent.pop("options", {}))
            del sent["recipe"]
            asked = scenes_request(**sent, asked=scene, by=self.person)
        elif sent["recipe"] == ONE_TAP:
            options = sent.get("options", {})
            wanted = {"photos": sent["photos"], "options": options, "priority": priority}
            asked = photos_improve(**wanted, by=self.person)
        else:
            asked = renditions_request(**sent, by=self.person, priority=priority)
        made = self.found().filter(pk__in=[one.pk for one in asked])
        return Response(self.items(made), status=201)

    def retrieve(self, request: Request, pk: int) -> Response:
        """One rendition: what was done, how sure, pixel lock, and the channel's preflight."""
        return self.answer(self.one(pk))

    def destroy(self, request: Request, pk: int) -> Response:
        """Delete a rendition; it can be restored until the shop's retention is over."""
        rendition_delete(rendition=self.one(pk))
        return Response(status=204)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def restore(self, request: Request, pk: int) -> Response:
        """Bring a deleted rendition back."""
        rendition_restore(rendition=rendition_deleted(shop=self.shop, rendition_id=pk))
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def choose(self, request: Request, pk: int) -> Response:
        """Pick this one of its kind: of its product, recipe, and channel or size. The one picked
        before steps back."""
        rendition_choose(rendition=self.one(pk), by=self.person)
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def submit(self, request: Request, pk: int) -> Response:
        """Put a finished rendition before the moderators."""
        review_submit(rendition=self.one(pk), by=self.person)
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take a submitted rendition back."""
        review_withdraw(rendition=self.one(pk), by=self.person)
        return self.retrieve(request, pk)

    @extend_schema(request=AppealSerializer)
    @action(["POST"], detail=True)
    def appeal(self, request: Request, pk: int) -> Response:
        """Ask another moderator to look at the last refusal again, once for each refusal. The
        answer comes as `upheld` or `overturned` in its reviews."""
        words = self.sent(AppealSerializer)["words"]
        appeal_submit(rendition=self.one(pk), by=self.person, words=words)
        return self.retrieve(request, pk)

    @extend_schema(responses=ReviewSerializer(many=True))
    @action(["GET"], detail=True)
    def reviews(self, request: Request, pk: int) -> Response:
        """Everything that happened in its review, newest first."""
        page = self.paginate_queryset(reviews_told(self.one(pk)).select_related("rendition"))
        return self.get_paginated_response(ReviewSerializer(page, many=True).data)

    @extend_schema(responses=downloads.SCHEMA)
    @action(["GET"], detail=True)
    def file(self, request: Request, pk: int) -> HttpResponseBase:
        """The finished picture, as a download under a name that channels take.

        A machine-made one carries the visible label.
        """
        rendition = self.one(pk)
        file = rendition.job.output_file()
        if file is None:
            raise Http404
        if not is_label_due(rendition.job):
            return attachment(file, export_name(rendition))
        try:
            made = labelled_file(job=rendition.job, language=language())
        except FileNotFoundError as error:
            raise Http404 from error
        return attachment_of(made.data, export_name(rendition))

    @extend_schema(request=UnlabelledSerializer, responses=downloads.SCHEMA)
    @action(["POST"], detail=True)
    def unlabelled(self, request: Request, pk: int) -> HttpResponseBase:
        """The finished picture without the visible label, on record.

        With `is_agreed` you promise to label it wherever the law asks for it, and to leave the
        marks inside the file.
        """
        asked = UnlabelledSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rendition = self.one(pk)
        unlabelled_export(rendition=rendition, by=self.person, **asked.validated_data)
        return attachment(str(rendition.job.output_file()), export_name(rendition))

    def found(self) -> QuerySet[Rendition]:
        return renditions_of_shop(self.shop).select_related("brief")

    def one(self, pk: int) -> Rendition:
        return rendition_of_shop(shop=self.shop, rendition_id=pk)

    def items(self, renditions: Any) -> Any:
        context = self.get_serializer_context()
        return RenditionItemSerializer(renditions, many=True, context=context).data

    def photos(self, ids: Sequence[int]) -> Sequence[Photo]:
        """The shop's photos in the order asked for, each once. Raises Http404 when one is not."""
        rows = Photo.objects.filter(shop=self.shop).select_related("shop", "product__shop")
        found = rows.in_bulk(ids)
        if missing := set(ids) - set(found):
            raise Http404(f"No photo {min(missing)} in this shop.")
        return [found[photo_id] for photo_id in dict.fromkeys(ids)]
