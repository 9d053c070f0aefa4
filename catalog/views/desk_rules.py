"""What the operator decides about the desk: queues, banned words; the rules of risk to read."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import CatalogError
from catalog.forms.desk_rules import QueueForm, WordsForm
from catalog.models import BannedWord, DeskQueue, User
from catalog.risk.banned import goods_shipped
from catalog.risk.rules import rules_in_force
from catalog.services.banned_words import banned_words_set
from catalog.services.desk_queues import desk_queue_delete, desk_queue_save
from catalog.views.access import operator


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def desk_rules(request: HttpRequest) -> HttpResponse:
    """Queues, words and rules; POST sets the words."""
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, initial=words_now())
    if request.method == "POST" and form.is_valid():
        try:
            banned_words_set(
                banned=form.cleaned_data["banned"].splitlines(),
                allowed=form.cleaned_data["allowed"].splitlines(),
                by=cast(User, request.user),
            )
        except CatalogError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Saved. It holds for what is submitted from now on."))
            return redirect("catalog:desk_rules")
    context: dict[str, Any] = {
        "form": form,
        "queues": DeskQueue.objects.order_by("position", "pk"),
        "rules": rules_in_force(),
        "goods": goods_shipped(),
    }
    status = 422 if form.errors else 200
    return render(request, "catalog/desk_rules/desk_rules.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def desk_queue(request: HttpRequest, queue_id: int | None = None) -> HttpResponse:
    """Make a queue, or change one."""
    is_new = queue_id is None
    queue = DeskQueue() if is_new else get_object_or_404(DeskQueue, pk=queue_id)
    form = QueueForm(request.POST) if request.method == "POST" else QueueForm.of(queue)
    if request.method == "POST" and form.is_valid():
        try:
            desk_queue_save(settings=form.settings, queue=queue)
        except CatalogError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Saved. What waits was sorted anew."))
            return redirect("catalog:desk_rules")
    context = {"form": form, "queue": queue}
    status = 422 if form.errors else 200
    return render(request, "catalog/desk_rules/desk_queue.html", context, status=status)


@require_POST
@operator
def desk_queue_remove(request: HttpRequest, queue_id: int) -> HttpResponse:
    """Remove a queue; what waits in it goes to the others."""
    desk_queue_delete(queue=get_object_or_404(DeskQueue, pk=queue_id))
    messages.success(request, _("The queue was removed. What waited in it is in the others now."))
    return redirect("catalog:desk_rules")


def words_now() -> dict[str, str]:
    """The platform's words as the form shows them."""
    lists: dict[bool, list[str]] = {True: [], False: []}
    for word, is_banned in BannedWord.objects.values_list("word", "is_banned"):
        lists[is_banned].append(word)
    return {"banned": "\n".join(lists[True]), "allowed": "\n".join(lists[False])}
