"""Template tags for the interface: icons, status badges, and the undo address of a message."""

from functools import lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Status word -> tone (a CSS modifier), icon, text.
# Jobs and reviews share the table: no word means two things.
STATUSES = {
    "queued": ("neutral", "clock", _("Queued")),
    "running": ("info", "loader-circle", _("Working")),
    "done": ("success", "circle-check", _("Ready")),
    "failed": ("danger", "circle-alert", _("Failed")),
    "dead": ("danger", "circle-x", _("Gave up")),
    "cancelled": ("neutral", "ban", _("Cancelled")),
    "draft": ("neutral", "circle-dashed", _("Not submitted")),
    "submitted": ("info", "send", _("In review")),
    "pending": ("info", "clock", _("In review")),
    "approved": ("success", "badge-check", _("Approved")),
    "needs_changes": ("warning", "pencil", _("Needs changes")),
    "rejected": ("danger", "circle-x", _("Rejected")),
    "withdrawn": ("neutral", "undo-2", _("Withdrawn")),
    "appealed": ("warning", "flag", _("Appealed")),
    "approved_once": ("info", "users", _("Approved once")),
    "upheld": ("neutral", "gavel", _("Decision upheld")),
    "overturned": ("success", "gavel", _("Decision overturned")),
    "re_approved": ("neutral", "eye", _("Second opinion: approve")),
    "re_needs_changes": ("neutral", "eye", _("Second opinion: needs changes")),
    "re_rejected": ("neutral", "eye", _("Second opinion: reject")),
}


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    """The SVG text of one icon; TemplateDoesNotExist when it was never added."""
    return get_template(f"icons/{name}.svg").render().strip()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A Lucide icon as inline SVG, hidden from screen readers: give its control a text or label."""
    attributes = format_html('<svg class="icon {}" aria-hidden="true" focusable="false"', css)
    return mark_safe(_drawing(name).replace("<svg", attributes, 1))


@register.inclusion_tag("components/badge.html")
def status_badge(status: str) -> dict[str, object]:
    """A chip for a job's or a review's status; KeyError for a word the table does not know."""
    tone, icon_name, text = STATUSES[status]
    return {"tone": tone, "icon": icon_name, "text": text, "spin": status == "running"}


@register.filter
def undo_url(message: Message) -> str:
    """The address that undoes what a message reports, given as the message's `extra_tags`."""
    tags = message.extra_tags or ""
    return tags if tags.startswith("/") else ""


@register.filter
def percent(share: float | None) -> int:
    """A share from 0 to 1 as whole percent."""
    return round(100 * (share or 0))


@register.simple_tag(takes_context=True)
def shop_at_hand(context: Context) -> object | None:
    """The page's shop; on pages of no shop the reader's first; None for who has none."""
    return context.get("shop") or next(iter(context.get("shops") or ()), None)


@register.simple_tag
def longest_parent(path: str, *parents: str) -> str:
    """The nearest of some addresses that a page lies at or below: its section of the site."""
    above = (parent for parent in parents if parent and path.startswith(parent))
    return max(above, key=len, default="")
