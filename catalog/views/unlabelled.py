"""A machine-made picture without its visible label, once a member answers for it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from catalog.forms.unlabelled import UnlabelledForm
from catalog.models import Shop, User
from catalog.selectors.renditions import rendition_of_shop
from catalog.services.labelled import unlabelled_export
from catalog.views.access import editor


@require_http_methods(["GET", "HEAD", "POST"])
@editor
def rendition_unlabelled(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The agreement; agreed to, the download begins."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    form = UnlabelledForm(request.POST or None)
    if not form.is_valid():
        context = {"rendition": rendition, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "catalog/renditions/unlabelled.html", context, status=status)
    taken = unlabelled_export(rendition=rendition, by=cast(User, request.user), **form.cleaned_data)
    file = reverse("catalog:rendition_file", args=[shop.slug, rendition.pk, "picture"])
    return redirect(f"{file}?download=1&unlabelled={taken.pk}")
