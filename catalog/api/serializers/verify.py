"""What is known of a picture file, as JSON."""

from typing import Any, get_args

from rest_framework import serializers

from catalog.selectors import verify_words
from catalog.selectors.verify import Verdict, Verified


class VerifyFileSerializer(serializers.Serializer[Any]):
    """The picture to look at; nothing of it is kept."""

    file = serializers.FileField()


class SaysSerializer(serializers.Serializer[Verified]):
    """What the file says of itself; believe it where the signature is whole."""

    source_type = serializers.CharField(source="provenance.said.source")
    ai_label = serializers.JSONField(source="provenance.said.aigc", allow_null=True)
    made_with = serializers.CharField(source="provenance.said.tool")


class SignatureSerializer(serializers.Serializer[Verified]):
    """absent, unreadable, invalid (see failures), valid (by somebody unknown), trusted (ours)."""

    state = serializers.CharField(source="provenance.seal")
    by = serializers.CharField(source="provenance.signed_by")
    is_altered = serializers.BooleanField(source="provenance.is_altered")
    failures = serializers.ListField(source="provenance.failures", child=serializers.CharField())


class ParentSerializer(serializers.Serializer[Any]):
    """What it was made from, as the signature names it."""

    title = serializers.CharField()
    relation = serializers.CharField()
    media_type = serializers.CharField()
    sha256 = serializers.CharField()


class WatermarkSerializer(serializers.Serializer[Any]):
    """The invisible watermark: the start of an id, and the share of its signs that were right."""

    id = serializers.SerializerMethodField()
    confidence = serializers.FloatField()

    def get_id(self, mark: Any) -> str:
        return f"{mark.payload:012x}"


class RecordSerializer(serializers.Serializer[Any]):
    """What this studio's own books say; the shop only where its picture is published."""

    made_on = serializers.DateField()
    recipe = serializers.CharField()
    is_published = serializers.BooleanField()
    shop = serializers.CharField()


class VerifiedSerializer(serializers.Serializer[Verified]):
    """One answer. `title` and `text` are the verdict in the reader's language."""

    verdict = serializers.ChoiceField(choices=get_args(Verdict))
    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    says = SaysSerializer(source="*")
    signature = SignatureSerializer(source="*")
    parents = ParentSerializer(source="provenance.parents", many=True)
    watermark = WatermarkSerializer(source="mark", allow_null=True)
    record = RecordSerializer(allow_null=True)

    def get_title(self, found: Verified) -> str:
        return verify_words.conclusion(found).title

    def get_text(self, found: Verified) -> str:
        return verify_words.conclusion(found).text
