"""A shop's say over its own taste."""

from catalog.models import Choice, Shop


def taste_switch(*, shop: Shop, is_used: bool) -> Shop:
    """Let what was chosen shape what is offered, or not; nothing is forgotten."""
    shop.is_taste_used = is_used
    shop.save(update_fields=["is_taste_used"])
    return shop


def taste_forget(*, shop: Shop) -> int:
    """Delete every choice of the shop, and say how many; its pictures and favourites stay."""
    return Choice.objects.filter(shop=shop).delete()[0]
