"""What the studio page reads of briefs and their pictures."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from catalog.models import Brief, Photo, Product, Rendition, Shop
from catalog.selectors.renditions import renditions_of_shop
from imaging.brief import SceneBrief
from imaging.models import Job
from imaging.themes import load_themes

PREVIEW = "preview"  # the quality of a plate that a better one replaces


def briefs_of(product: Product) -> QuerySet[Brief]:
    """The product's briefs that are not deleted, newest first, each with what a line of history
    needs of its variants; `brief_of_shop` has the whole of them."""
    return (
        Brief.objects.filter(product=product, deleted_at=None)
        .select_related("shop", "product__shop", "photo__shop", "parent", "requested_by")
        .prefetch_related(Prefetch("renditions", covers_of_shop(product.shop), "variants"))
        .order_by("-created_at", "-pk")
    )


def brief_of_shop(*, shop: Shop, brief_id: int) -> Brief:
    """One brief that is not deleted, with its variants. Raises Http404, for another shop's too."""
    return found_or_404(Brief.objects.filter(shop=shop, pk=brief_id, deleted_at=None), shop)


def brief_deleted(*, shop: Shop, brief_id: int) -> Brief:
    """A deleted brief, to bring it back. Raises Http404."""
    gone = Brief.objects.filter(shop=shop, pk=brief_id).exclude(deleted_at=None)
    return found_or_404(gone, shop)


def found_or_404(briefs: QuerySet[Brief], shop: Shop) -> Brief:
    variants = Prefetch("renditions", variants_of_shop(shop), "variants")
    found = briefs.select_related("shop", "product__shop", "photo__shop", "parent")
    brief = found.prefetch_related(variants).first()
    if brief is None:
        raise Http404
    return brief


def variants_of_shop(shop: Shop) -> QuerySet[Rendition]:
    """The pictures that briefs of the shop made for no channel yet, oldest first."""
    made = Rendition.objects.filter(shop=shop, deleted_at=None, preset="")
    found = made.select_related(
        "job", "better_job", "brief", "photo__shop", "product__shop", "shop"
    )
    return found.order_by("created_at", "pk")


def covers_of_shop(shop: Shop) -> QuerySet[Rendition]:
    """The same, with no more than tells which one to show: a history is long."""
    told = ("brief_id", "job_id", "is_favourite", "created_at", "job__status")
    made = Rendition.objects.filter(shop=shop, deleted_at=None, preset="").select_related("job")
    return made.only(*told).order_by("created_at", "pk")


def sizes_of(brief: Brief | None) -> list[Rendition]:
    """The brief's pictures in the sizes of channels, newest first."""
    if brief is None:
        return []
    return list(renditions_of_shop(brief.shop).filter(brief=brief).exclude(preset=""))


def masked_of(photo: Photo) -> Rendition | None:
    """The latest picture of `photo` that was cut out."""
    made = Rendition.objects.filter(photo=photo, deleted_at=None, job__outputs__has_key="mask")
    return made.order_by("-created_at").first()


def variant_of_shop(*, shop: Shop, rendition_id: int) -> Rendition:
    """One picture that a brief made and that is not deleted. Raises Http404."""
    made = variants_of_shop(shop).select_related("brief__shop")
    variant = made.filter(pk=rendition_id).exclude(brief=None).first()
    if variant is None:
        raise Http404
    return variant


def scene_of(brief: Brief) -> SceneBrief:
    """The brief's scene, typed."""
    return SceneBrief.model_validate(brief.scene)


def base_of(parent: Brief | None, theme: str) -> SceneBrief:
    """The scene that a seller's words change: a theme's, an earlier brief's, or an empty one."""
    if theme in load_themes():
        return load_themes()[theme].brief
    return scene_of(parent) if parent else SceneBrief()


def plate_quality(job: Job) -> str:
    """ "preview" or "full" for a finished scene; "" for any other job."""
    scene = job.facts.get("scene", {}) if job.status == Job.Status.DONE else {}
    return str(scene.get("plate_quality", ""))


def is_improving(rendition: Rendition) -> bool:
    """Whether a better copy of the finished picture is on its way."""
    if plate_quality(rendition.job) != PREVIEW or rendition.preview_job_id:
        return False
    better = rendition.better_job
    return better is None or better.status not in Job.WITHOUT_RESULT
