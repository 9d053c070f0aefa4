"""What sellers say of attributes: each word of theirs is kept, the last one counts."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import AttributeDecision, Product, User
from catalog.selectors.attributes import Known, State, attributes_of, known, leading
from catalog.services.attribute_values import attributes_settle
from imaging.attributes import NAMES, label_of, terms
from imaging.reader import language

Verb = AttributeDecision.Verb
PRICE = re.compile(r"(\d{1,10}(?:\.\d{1,2})?) ([A-Z]{3})")
SIZE_LENGTH = 40


@transaction.atomic
def attribute_set(*, product: Product, name: str, value: str, by: User | None) -> AttributeDecision:
    """Say that attribute `name` is `value`: confirmed where a source says so too, else corrected.

    Saying it again changes nothing. Raises CatalogError for what the attribute cannot be.
    """
    value = value_checked(name, value)
    had = locked(product, name)
    said = any(one.value == value for one in had.findings)
    verb = Verb.CONFIRMED if said else Verb.CORRECTED
    return decision_write(product, had, by, verb=verb, value=value)


@transaction.atomic
def attribute_dismiss(*, product: Product, name: str, by: User | None) -> AttributeDecision:
    """Say that the product has no such attribute. Raises CatalogError for an unknown name."""
    name_check(name)
    return decision_write(product, locked(product, name), by, verb=Verb.DISMISSED)


@transaction.atomic
def attribute_withdraw(*, product: Product, name: str, by: User | None) -> None:
    """Take back whatever was decided: what machines find counts again."""
    name_check(name)
    had = locked(product, name)
    if had.is_decided:
        decision_write(product, had, by, verb=Verb.WITHDRAWN)


@transaction.atomic
def attributes_confirm(*, product: Product, by: User | None) -> list[AttributeDecision]:
    """Confirm what is likely; guesses, and what sources dispute, wait for a look of their own."""
    suggested = [one for one in attributes_of(product) if one.can_be_confirmed]
    return [
        attribute_set(product=product, name=one.name, value=str(one.value), by=by)
        for one in suggested
    ]


@transaction.atomic
def attribute_confirm(*, product: Product, name: str, by: User | None) -> AttributeDecision:
    """Confirm what is suggested. Raises CatalogError where nothing is, or where sources differ."""
    name_check(name)
    had = locked(product, name)
    if had.state == State.CONFLICT or had.value is None:
        words = _("There is no single suggestion for “%(name)s”: say what it is.")
        raise CatalogError(words % {"name": label_of("name", name).in_language(language())})
    return attribute_set(product=product, name=name, value=had.value, by=by)


@transaction.atomic
def attributes_decide(
    *, product: Product, decisions: Iterable[Mapping[str, str]], by: User | None
) -> None:
    """Several decisions, each with name, act and value, or none of them.

    Raises CatalogError as the one that cannot be.
    """
    for one in decisions:
        name = one["name"]
        match one["act"]:
            case "set":
                attribute_set(product=product, name=name, value=one["value"], by=by)
            case "confirm":
                attribute_confirm(product=product, name=name, by=by)
            case "dismiss":
                attribute_dismiss(product=product, name=name, by=by)
            case "withdraw":
                attribute_withdraw(product=product, name=name, by=by)


@transaction.atomic
def products_attribute_set(
    *, products: Iterable[Product], name: str, value: str, by: User | None
) -> list[AttributeDecision]:
    """The same value for all of `products`, or nothing where it cannot be."""
    return [attribute_set(product=one, name=name, value=value, by=by) for one in products]


@transaction.atomic
def products_attributes_confirm(
    *, products: Iterable[Product], by: User | None
) -> list[AttributeDecision]:
    """Confirm everything that is suggested of all of `products`."""
    return [made for one in products for made in attributes_confirm(product=one, by=by)]


@transaction.atomic
def decisions_undo(*, decisions: Iterable[AttributeDecision], by: User | None) -> None:
    """Say again what held before each of `decisions`.

    Raises CatalogError where something else was decided since: that is not undone.
    """
    for decision in decisions:
        product = decision.product
        had = locked(product, decision.name)
        rows = product.attribute_decisions.filter(name=decision.name).order_by("-pk")
        last, *earlier = rows[:2]
        if last != decision:
            raise CatalogError(_("This was changed again since. Look at it once more."))
        back: dict[str, Any] = {"verb": Verb.WITHDRAWN}
        if earlier:
            back = {"verb": Verb(earlier[0].verb), "value": earlier[0].value}
        decision_write(product, had, by, **back)


def locked(product: Product, name: str) -> Known:
    """The attribute as it stands, under the product's lock; one that nobody knows of is empty."""
    Product.objects.select_for_update().get(pk=product.pk)
    found = [one for one in attributes_of(product) if one.name == name]
    return found[0] if found else known(name, ())


def decision_write(
    product: Product, had: Known, by: User | None, *, verb: Verb, value: str | None = None
) -> AttributeDecision:
    """Append a decision with what the machine said then; the same as the last one: that one."""
    last = had.decision
    if last and (last.verb, last.value) == (verb, value):
        return last
    machine = leading(had.findings)
    photo = machine.photo if machine else None
    decision = AttributeDecision.objects.create(
        shop_id=product.shop_id,
        product=product,
        name=had.name,
        verb=verb,
        value=value,
        before=machine.value if machine else None,
        model=machine.model if machine else "",
        photo=photo,
        photo_sha256=photo.sha256 if photo else "",
        by=by,
    )
    attributes_settle(product=product)
    return decision


def name_check(name: str) -> None:
    if name not in NAMES:
        raise CatalogError(_("There is no attribute “%(name)s”.") % {"name": name})


def value_checked(name: str, value: str) -> str:
    """`value` as it is kept. Raises CatalogError for what the attribute cannot be."""
    name_check(name)
    value = " ".join(value.split())
    if name == "price":
        return price_checked(value)
    known_words = terms(name)
    if (known_words and value not in known_words) or not 0 < len(value) <= SIZE_LENGTH:
        words = _("“%(value)s” is not a value of “%(name)s”.")
        label = label_of("name", name).in_language(language())
        raise CatalogError(words % {"value": value[:SIZE_LENGTH], "name": label})
    return value


def price_checked(value: str) -> str:
    """A price as "19.90 CNY"; whole amounts without decimals too."""
    found = PRICE.fullmatch(value.upper())
    if not found:
        raise CatalogError(_("Write a price as an amount and a currency: 19.90 CNY."))
    return f"{Decimal(found[1]):.2f} {found[2]}"
