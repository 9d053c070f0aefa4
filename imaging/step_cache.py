"""Cut-outs of one tenant, kept in storage and found by key."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from imaging import codec
from imaging.engines.base import U8
from imaging.models import StepResult

# Longer than a cut-out takes; a maker that was killed is waited for no longer.
PATIENCE_S, POLL_S = 15.0, 0.1


class TenantCache:
    """StepCache over rows and files; a file that is gone is a miss, never an error."""

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant

    def get(self, key: str) -> tuple[U8, dict[str, Any]] | None:
        """The alpha (H, W) uint8 and facts kept under `key`."""
        kept = StepResult.objects.filter(tenant=self.tenant, key=key).first()
        if kept is None:
            return None
        try:
            with default_storage.open(kept.file) as file:
                alpha = codec.decode_grey(file.read())
        except FileNotFoundError:
            kept.delete()
            return None
        StepResult.objects.filter(pk=kept.pk).update(used_at=timezone.now())
        return alpha, kept.facts

    def put(self, key: str, alpha: U8, facts: dict[str, Any]) -> None:
        """Keep `alpha` and `facts`; when two workers made the same, the first stays."""
        data = codec.encode_grey(alpha).data
        name = default_storage.save(
            f"steps/{self.tenant}/{key[:2]}/{key}-{uuid.uuid4().hex[:8]}.png", ContentFile(data)
        )
        _, created = StepResult.objects.get_or_create(
            tenant=self.tenant,
            key=key,
            defaults={"file": name, "bytes": len(data), "facts": facts},
        )
        if not created:
            default_storage.delete(name)

    @contextmanager
    def one_maker(self, key: str) -> Iterator[None]:
        """Wait while another worker makes `key`: two channels of one photo need one cut-out."""
        lock, until = f"step-{self.tenant}-{key}", time.monotonic() + PATIENCE_S
        mine = False
        while not self.has(key) and not (mine := cache.add(lock, True, PATIENCE_S)):
            if time.monotonic() > until:
                break
            time.sleep(POLL_S)
        try:
            yield
        finally:
            if mine:
                cache.delete(lock)

    def has(self, key: str) -> bool:
        return StepResult.objects.filter(tenant=self.tenant, key=key).exists()
