"""Products and their variants."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Product, Shop, Variant
from catalog.services.attribute_texts import text_findings_replace
from catalog.services.attribute_values import attributes_settle
from catalog.services.search_texts import search_text_write

CURRENCY = re.compile(r"[A-Z]{3}")
PRICE_LIMIT = Decimal(10) ** 10  # the column holds 12 digits, 2 of them after the point
TITLE_LENGTH, CATEGORY_LENGTH, DESCRIPTION_LENGTH, SKU_LENGTH = 200, 120, 10_000, 80


@dataclass(frozen=True)
class VariantDraft:
    """A variant as somebody wants it. `id` names the one to change; else the SKU finds it."""

    sku: str = ""
    price: Decimal | None = None
    currency: str = ""
    options: dict[str, str] = field(default_factory=dict)
    id: int | None = None

    @classmethod
    def of(cls, given: "VariantDraft | Mapping[str, Any]") -> "VariantDraft":
        """The draft in tidy form. Raises CatalogError for a value that cannot be kept."""
        draft = given if isinstance(given, VariantDraft) else cls(**given)
        price = None if draft.price is None else Decimal(draft.price)
        sku, currency = draft.sku.strip(), draft.currency.strip().upper()
        length_check(sku, SKU_LENGTH, _("SKU"))
        if price is not None and not 0 <= price < PRICE_LIMIT:
            words = _("A price must be at least 0 and below %(limit)s.")
            raise CatalogError(words % {"limit": PRICE_LIMIT})
        if price is not None and not currency:
            raise CatalogError(_("A price needs a currency."))
        if currency and not CURRENCY.fullmatch(currency):
            raise CatalogError(_("A currency is three letters, such as USD or CNY."))
        return cls(sku, price, currency, dict(draft.options), draft.id)


Drafts = Sequence[VariantDraft | Mapping[str, Any]]


@transaction.atomic
def product_create(
    *,
    shop: Shop,
    title: str,
    description: str = "",
    category: str = "",
    variants: Drafts = (),
) -> Product:
    """A new product with its variants, one without a SKU when none are given.

    Raises CatalogError: no title, a text that is too long, a SKU that the shop already uses.
    """
    product = Product(shop=shop)
    texts_set(product, {"title": title, "description": description, "category": category})
    product.save()
    variants_write(product, variants or [VariantDraft()])
    text_findings_replace(product=product)
    return product


@transaction.atomic
def product_update(
    *,
    product: Product,
    title: str | None = None,
    description: str | None = None,
    category: str | None = None,
    variants: Drafts | None = None,
) -> Product:
    """Change what is given; `variants`, when given, become all the product has.

    Raises CatalogError as `product_create`.
    """
    texts = {"title": title, "description": description, "category": category}
    texts_set(product, {name: text for name, text in texts.items() if text is not None})
    product.save()
    if variants is not None:
        variants_write(product, variants or [VariantDraft()])
    else:
        search_text_write(product)
    text_findings_replace(product=product)
    return product


@transaction.atomic
def product_archive(*, product: Product) -> Product:
    """Take a product out of the lists; nothing of it is removed."""
    if product.archived_at is None:
        product.archived_at = timezone.now()
        product.save(update_fields=["archived_at", "updated_at"])
        attributes_settle(product=product)
    return product


@transaction.atomic
def product_unarchive(*, product: Product) -> Product:
    """Undo `product_archive`."""
    product.archived_at = None
    product.save(update_fields=["archived_at", "updated_at"])
    attributes_settle(product=product)
    return product


def texts_set(product: Product, texts: Mapping[str, str]) -> None:
    limits = {
        "title": (TITLE_LENGTH, _("title")),
        "description": (DESCRIPTION_LENGTH, _("description")),
        "category": (CATEGORY_LENGTH, _("category")),
    }
    for name, text in texts.items():
        length_check(text.strip(), *limits[name])
        setattr(product, name, text.strip())
    if not product.title:
        raise CatalogError(_("A product needs a title."))


def length_check(text: str, limit: int, subject: str) -> None:
    if len(text) > limit:
        words = _("The %(subject)s has %(length)s characters; at most %(limit)s are allowed.")
        raise CatalogError(words % {"subject": subject, "length": len(text), "limit": limit})


def variants_write(product: Product, given: Drafts) -> None:
    """Make the product's variants those of `given`, keeping rows that are only changed.

    The shop's row is locked, so no other write takes a SKU between the check and the rows.
    """
    drafts = [VariantDraft.of(one) for one in given]
    Shop.objects.select_for_update().get(pk=product.shop_id)
    existing = list(product.variants.all())
    skus_check(product, drafts)
    matched = [variant_of(draft, existing) for draft in drafts]
    kept = {one.pk for one in matched if one}
    product.variants.exclude(pk__in=kept).delete()
    # Two variants may trade their SKUs: none is held while they are written.
    product.variants.update(sku="")
    for position, (draft, row) in enumerate(zip(drafts, matched, strict=True)):
        variant_write(row or Variant(shop=product.shop, product=product), draft, position)
    search_text_write(product)


def variant_of(draft: VariantDraft, existing: list[Variant]) -> Variant | None:
    """The row a draft means, by id, else by SKU. Taken out of `existing`: no row is meant twice."""
    for row in existing:
        if row.pk == draft.id or (draft.id is None and row.sku == draft.sku):
            existing.remove(row)
            return row
    return None


def variant_write(row: Variant, draft: VariantDraft, position: int) -> None:
    row.sku, row.price, row.currency = draft.sku, draft.price, draft.currency
    row.options, row.position = draft.options, position
    row.save()


def skus_check(product: Product, drafts: list[VariantDraft]) -> None:
    skus = [draft.sku for draft in drafts if draft.sku]
    elsewhere = Variant.objects.filter(shop=product.shop, sku__in=skus).exclude(product=product)
    doubled = [sku for sku in skus if skus.count(sku) > 1]
    taken = doubled or list(elsewhere.values_list("sku", flat=True))
    if taken:
        raise CatalogError(_("The SKU “%(sku)s” is already used in this shop.") % {"sku": taken[0]})
