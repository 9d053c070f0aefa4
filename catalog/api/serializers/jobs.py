"""Jobs."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from imaging.models import Job
from imaging.selectors import job_error, job_remaining_s, job_step_label

ITEM = {
    "id": "0d7f6a39-5a8f-4a06-9a52-1b7fd9f5f0f2",
    "rendition": 12,
    "recipe": "main-image",
    "status": "running",
    "priority": "person",
    "progress": 0.62,
    "step": "Cutting out the product",
    "attempts": 1,
    "error": "",
    "error_code": "",
    "created_at": "2026-11-23T09:14:00Z",
    "started_at": "2026-11-23T09:14:01Z",
    "finished_at": None,
}


@extend_schema_serializer(examples=[OpenApiExample("A job in a list", ITEM, response_only=True)])
class JobItemSerializer(serializers.ModelSerializer[Job]):
    """One run of one recipe. `rendition` is null when its picture was deleted."""

    rendition = serializers.IntegerField(read_only=True, allow_null=True)
    priority = serializers.SerializerMethodField(help_text="person (first), bulk, or later")
    step = serializers.SerializerMethodField(help_text="What is being done now, in words.")
    error = serializers.SerializerMethodField(help_text="Why it ended without a picture.")

    class Meta:
        model = Job
        fields = tuple(ITEM)
        read_only_fields = fields

    def get_priority(self, job: Job) -> str:
        return Job.Priority(job.priority).name.lower()

    def get_step(self, job: Job) -> str:
        return job_step_label(job)

    def get_error(self, job: Job) -> str:
        return job_error(job)


class StepReportSerializer(serializers.Serializer[Any]):
    """One step that was done: engine and version, the model where it has one, how long it took."""

    step = serializers.CharField()
    version = serializers.CharField(allow_null=True)
    model = serializers.CharField(allow_null=True)
    seconds = serializers.FloatField()
    cached = serializers.BooleanField(default=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A running job", ITEM | {"remaining_s": 1.9, "steps": []}, response_only=True
        )
    ]
)
class JobSerializer(JobItemSerializer):
    """A job with its expected remaining time and the steps it has done."""

    remaining_s = serializers.SerializerMethodField(
        help_text="Seconds to its end, from what its recipe took lately; null before the first."
    )
    steps = StepReportSerializer(source="report", many=True, read_only=True)

    class Meta(JobItemSerializer.Meta):
        fields = (*ITEM, "remaining_s", "steps")

    def get_remaining_s(self, job: Job) -> float | None:
        return job_remaining_s(job)


class JobQuery(serializers.Serializer[Any]):
    """Which jobs to list."""

    status = serializers.ChoiceField(Job.Status.choices, required=False)
