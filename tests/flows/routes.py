"""Every address of the studio, and a small world in which each of them leads to something."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from catalog.models import (
    Import,
    Invitation,
    PhotoPreset,
    PublishedPicture,
    Rendition,
    Review,
    Shop,
    User,
    WebhookDelivery,
)
from catalog.services.brand import brand_logo_set
from catalog.services.publishing import published_prepare_waiting
from catalog.services.tokens import token_create
from catalog.services.webhook_endpoints import webhook_create, webhook_test
from catalog.services.webhook_events import EVENTS
from imaging.models import Job
from tests.factories import (
    make_background,
    make_brief,
    make_job,
    make_look,
    make_member,
    make_photo,
    make_product,
    make_rendition,
    stored_picture,
)
from tests.pictures import flat_picture, png_of


@dataclass(frozen=True)
class Route:
    """An address by its full name, and what has to be filled in."""

    name: str
    pattern: str
    fields: tuple[str, ...]


def routes() -> list[Route]:
    """Every address of the project's resolver, nested ones too."""
    return list(_routes(get_resolver(), "", ""))


def _routes(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry, pattern, inner)
        else:
            yield _route(entry, pattern, namespace)


def _route(entry: URLPattern, pattern: str, namespace: str) -> Route:
    fields = (*entry.pattern.converters, *getattr(entry.pattern, "regex").groupindex)  # noqa: B009
    name = f"{namespace}{entry.name}" if entry.name else pattern
    return Route(name, pattern, tuple(dict.fromkeys(fields)))


@dataclass(frozen=True)
class World:
    """What the addresses point at: `things` by the name of the field, or of the row's thing."""

    things: dict[str, Any]

    def address(self, route: Route, thing: str = "") -> str:
        """The route's path for this world's shop; `thing` names another row than the usual."""
        family = route.name.split(":")[-1].split("-")[0]
        return reverse(
            route.name, kwargs={field: self.value(field, family, thing) for field in route.fields}
        )

    def value(self, field: str, family: str, thing: str) -> Any:
        if thing and field in (
            "rendition_id",
            "brief_id",
            "pk",
            "membership_id",
            "background_id",
            "look_id",
            "cube",
        ):
            return self.things[thing]
        return self.things[family if field == "pk" else field]


def make_world(shop: Shop, *, owner: User, viewer: User) -> World:
    """The shop with one of everything, and renditions at every turn of their lives."""
    brand_logo_set(shop=shop, data=png_of(flat_picture()))
    product = make_product(shop, sku="TP-1")
    photo = make_photo(product)
    made = {
        "done": make_rendition(photo, job=done_job(shop), preset="amazon_main"),
        "queued": make_rendition(photo, Job.Status.QUEUED, preset="walmart"),
        "submitted": make_rendition(photo, job=done_job(shop), preset="walmart"),
        "failed": make_rendition(photo, job=failed_job(shop), preset="walmart"),
        "deleted": make_rendition(photo, deleted_at=timezone.now(), preset="walmart"),
        "variant": make_rendition(photo, job=done_job(shop), brief=make_brief(photo)),
        "better": make_rendition(photo, job=done_job(shop, recipe="enhance")),
        "rejected": make_rendition(
            photo, job=done_job(shop), brief=make_brief(photo), deleted_at=timezone.now()
        ),
    }
    Review.objects.create(rendition=made["submitted"], verb="submitted", by=owner)
    published = approved_picture(make_rendition(photo, job=done_job(shop), preset="etsy"), owner)
    invitation = Invitation.objects.create(shop=shop, email=owner.email, invited_by=owner)
    preset = PhotoPreset.objects.create(
        shop=shop, name="Evening", options={"look": {"look": "film"}}
    )
    look, lost_look = make_look(shop), make_look(shop, deleted_at=timezone.now())
    leaver = make_member(shop, User.objects.create_user("leaver@example.com"))
    renditions = {name: rendition.pk for name, rendition in made.items()}
    return World(
        renditions
        | {f"{name}_job": rendition.job_id for name, rendition in made.items()}
        | {
            "slug": shop.slug, "product_id": product.pk, "product": product.pk,
            "photo_id": photo.pk, "photo": photo.pk, "rendition_id": made["done"].pk,
            "rendition": made["done"].pk, "job": made["done"].job_id,
            "membership_id": leaver.memberships.get().pk, "invitation_id": invitation.pk,
            "own_membership": viewer.memberships.get().pk,
            "token": invitation.token,
            "token_id": token_create(shop=shop, name="x", by=owner)[0].pk,
            "import_id": (checked := checked_import(shop)).pk, "import": checked.pk,
            "role": "picture", "key": "amazon_main",
            "webhook_id": (told := a_delivery(shop, owner)).endpoint_id, "delivery_id": told.pk,
            "brief_id": made["variant"].brief_id, "theme": "minimal", "verb": "more",
            "deleted_brief": make_brief(photo, deleted_at=timezone.now()).pk,
            "background_id": make_background(shop).pk,
            "deleted_background": make_background(shop, deleted_at=timezone.now()).pk,
            "preset_id": preset.pk, "look": "film", "name": "colour", "look_id": look.pk,
            "deleted_look": lost_look.pk, "cube": look.sha256, "lost_cube": lost_look.sha256,
            "rest": "nothing/here", "writer": "csv", "review_id": 0, "queue_id": 0,
            "uidb36": "1", "filename": "x",
            "picture_id": published.pk, "file_name": published.name,
        }
    )  # fmt: skip


def approved_picture(rendition: Rendition, by: User) -> PublishedPicture:
    for verb in ("submitted", "approved"):
        Review.objects.create(rendition=rendition, verb=verb, by=by)
    published_prepare_waiting()
    return PublishedPicture.objects.get()


def done_job(shop: Shop, **fields: Any) -> Job:
    """A finished job with a picture and a mask that a brush can go over."""
    outputs = {"picture": stored_picture(), "mask": stored_picture()}
    return make_job(shop.tenant, status=Job.Status.DONE, outputs=outputs, **fields)


def failed_job(shop: Shop) -> Job:
    return make_job(shop.tenant, status=Job.Status.FAILED, error_code="no_product")


def a_delivery(shop: Shop, owner: User) -> WebhookDelivery:
    endpoint = webhook_create(shop=shop, url="https://x.example/", events=EVENTS, by=owner)[0]
    webhook_test(endpoint=endpoint)
    return endpoint.deliveries.get()


def checked_import(shop: Shop) -> Import:
    return Import.objects.create(
        shop=shop, name="products.csv", file="imports/1.csv", encoding="utf-8", status="checked"
    )
