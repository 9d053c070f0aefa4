"""The words of the access table: rows, who is let in, and what is sent.

"in" means: sent to the sign-in page. A method that a row does not name is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.factories import cube_of
from tests.flows.api_calls import uploaded
from tests.pictures import flat_picture, png_of, product_jpeg

PEOPLE = ("anonymous", "stranger", "viewer", "editor", "owner", "moderator", "operator")
CALLERS = ("nobody", "session", "stranger", "viewer", "editor", "owner")


@dataclass(frozen=True)
class Row:
    """Statuses by method, in the order of PEOPLE or CALLERS; what is sent, and to which thing."""

    methods: Mapping[str, str]
    data: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda things: {}
    thing: str = ""
    query: str = ""

    def expected(
        self, people: Sequence[str], methods: Iterable[str]
    ) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Who tries which method, and what they may get.

        A method without statuses is tried by the last person that the address lets in.
        """
        for method in methods:
            if method in self.methods:
                for person, status in zip(people, self.methods[method].split(), strict=True):
                    yield method, person, (status,)
            else:
                yield method, self.let_in(people), ("405", "404", "403", "401")

    def let_in(self, people: Sequence[str]) -> str:
        first = next(iter(self.methods.values())).split()
        inside = [one for one, status in zip(people, first, strict=True) if status < "4"]
        return (inside or list(people))[-1]


def everyone(status: object) -> str:
    return " ".join([str(status)] * len(PEOPLE))


def signed_in(status: object) -> str:
    return " ".join(["in", *[str(status)] * 6])


def viewers(status: object) -> str:
    return f"in 404 {status} {status} {status} 404 404"


def editors(status: object) -> str:
    return f"in 404 403 {status} {status} 404 404"


def owners(status: object) -> str:
    return f"in 404 403 403 {status} 404 404"


def moderators(status: object) -> str:
    return f"in 403 403 403 403 {status} 403"


def operators(status: object) -> str:
    return f"in 403 403 403 403 403 {status}"


def lists(status: object = 200) -> str:
    """A list: another shop's token sees its own."""
    return f"401 401 {status} {status} {status} {status}"


def reads(status: object = 200) -> str:
    return f"401 401 404 {status} {status} {status}"


def writes(status: object) -> str:
    return f"401 401 404 403 {status} {status}"


def adds(status: object) -> str:
    """A new thing: another shop's token adds to its own shop."""
    return f"401 401 {status} 403 {status} {status}"


def settles(status: object) -> str:
    """A change of the token's own shop that owners make."""
    return f"401 401 {status} 403 403 {status}"


def get(statuses: str, **options: Any) -> Row:
    return Row({"GET": statuses}, **options)


def post(statuses: str, **options: Any) -> Row:
    return Row({"POST": statuses}, **options)


def sends(**data: Any) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda things: data


def a_product(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": "Cup", "variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}


def a_photo(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": uploaded(product_jpeg(64, 48))}


def a_file(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"file": uploaded(product_jpeg(64, 48))}


def strokes(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"strokes": uploaded(png_of(flat_picture(64, 48, (255, 255, 255))))}


def marks(things: Mapping[str, Any]) -> dict[str, Any]:
    painted = flat_picture(64, 48, (0, 0, 0))
    painted[:9, :9] = 128
    return {"strokes": uploaded(png_of(painted))}


def a_make(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photos": [things["photo"]], "recipe": "main-image", "presets": ["amazon_main"]}


def a_theme(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": things["photo"], "theme": "minimal"}


def a_picture_liked(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": things["photo"], "picture": uploaded(product_jpeg(64, 48))}


def a_backdrop(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": things["photo"], "look": "colour:#FFFFFF"}


def a_background(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"background": uploaded(product_jpeg(480, 400))}


def an_advert(things: Mapping[str, Any]) -> dict[str, Any]:
    words = {"headline": "Fresh tea", "layout": "minimal", "sizes": ["1:1"], "size": "1:1"}
    return {"photo": things["photo"], "ground": "layout", **words}


def an_api_advert(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": things["photo"], "sizes": ["1:1"], "words": {"headline": "Fresh tea"}}


def a_better_photo(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"photo": things["photo"], "look": "film", "name": "Morning"}


def a_cube(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"cube": uploaded(cube_of(), "night.cube")}


def an_api_cube(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"file": uploaded(cube_of(), "night.cube")}


def a_selection(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"products": [things["product"]]}


def a_logo(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"logo": uploaded(png_of(flat_picture(64, 48)), "logo.png")}


def a_sheet(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"sheet": uploaded(b"sku,title\nA-1,Cup\n", "products.csv")}


def a_webhook(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"url": "https://shop.example/hook", "events": ["rendition.ready"]}


def the_job(things: Mapping[str, Any]) -> dict[str, Any]:
    return {"job": things["failed_job"]}


def both(get: str, post: str, **options: Any) -> Row:
    return Row({"GET": get, "POST": post}, **options)
