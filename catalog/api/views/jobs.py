"""Jobs: watch, cancel, try again."""

import uuid

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.serializers.jobs import JobItemSerializer, JobQuery, JobSerializer
from catalog.api.views.base import OfShop
from catalog.models import Rendition
from catalog.selectors.renditions import renditions_of_shop
from catalog.services.renditions import rendition_cancel, rendition_retry
from imaging.models import Job


class JobViewSet(OfShop):
    """The shop's jobs."""

    lookup_value_converter = "uuid"
    queryset = Job.objects.none()
    serializer_class = JobSerializer

    @extend_schema(parameters=[JobQuery], responses=JobItemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The shop's jobs, newest first."""
        page = self.paginate_queryset(self.jobs().filter(**self.asked(JobQuery)))
        return self.get_paginated_response(JobItemSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: uuid.UUID) -> Response:
        """One job, with its progress and remaining time."""
        return self.answer(get_object_or_404(self.jobs(), pk=pk))

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def cancel(self, request: Request, pk: uuid.UUID) -> Response:
        """Stop a job: at once while it waits, within one step while it runs."""
        rendition_cancel(rendition=self.rendition(pk))
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(["POST"], detail=True)
    def retry(self, request: Request, pk: uuid.UUID) -> Response:
        """Try a job again that failed or was cancelled."""
        rendition_retry(rendition=self.rendition(pk))
        return self.retrieve(request, pk)

    def jobs(self) -> QuerySet[Job]:
        live = Rendition.objects.filter(job=OuterRef("pk"), deleted_at=None)
        jobs: QuerySet[Job] = Job.objects.of_tenant(self.shop.tenant)
        return jobs.annotate(rendition=Subquery(live.values("pk")))

    def rendition(self, job_id: uuid.UUID) -> Rendition:
        return get_object_or_404(renditions_of_shop(self.shop), job=job_id)
