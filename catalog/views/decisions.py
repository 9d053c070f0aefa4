"""What a shop reads of the decisions on its pictures, and its appeals against them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.reviews import AppealForm
from catalog.models import Shop
from catalog.selectors import reviews as selectors
from catalog.selectors.renditions import rendition_of_shop
from catalog.services.appeals import appeal_submit
from catalog.views.access import editor, viewer
from catalog.views.reviews import person_of

AT_ONCE = 25


@viewer
@require_safe
def decision_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """What was decided about the shop's pictures, and what to do."""
    decided = selectors.decisions_of(shop).prefetch_related("answers")
    page = Paginator(decided, AT_ONCE).get_page(request.GET.get("page"))
    return render(request, "catalog/reviews/decision_list.html", {"page": page})


@require_POST
@editor
def decision_appeal(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Ask somebody else to look again; the sentence why not when that cannot be."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    form = AppealForm(request.POST)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    try:
        appeal_submit(rendition=rendition, by=person_of(request), words=words)
    except CatalogError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Your appeal was sent. Another moderator looks at it."))
    return redirect("catalog:decision_list", shop.slug)
