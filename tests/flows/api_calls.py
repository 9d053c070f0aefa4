"""Calls to the REST API as a shop's program makes them."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Membership, Shop, User
from catalog.services.tokens import token_create

ROOT = "/api/v1/"


@dataclass
class Api:
    """The API with one token, or with none."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any):
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None):
        return self.send("POST", path, body)

    def send(self, method: str, path: str, body: Any = None):
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method.lower())(ROOT + path, headers=self.headers, **content)

    def upload(self, path: str, **form: Any):
        return self.client.post(ROOT + path, form, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def api_of(shop: Shop, person: User | None = None) -> Api:
    """The API with a new token that `person` made, the shop's first owner when nobody is named."""
    by = person or shop.memberships.get(role=Membership.Role.OWNER).user
    return Api(token_create(shop=shop, name="test", by=by)[1])


def uploaded(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A file of a multipart form."""
    return SimpleUploadedFile(name, data)
