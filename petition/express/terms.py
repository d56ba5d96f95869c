"""What a process remembers of a petition, to take its forms in: terms, texts and prepared answers."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from pages import memory
from petition.express import answers
from petition.express.answers import Skeleton
from petition.models import PetitionText

MOST_TEXTS = 200  # the newest versions; who has an older page before them is Django's to answer
MOST_ANSWERS = 64  # skeletons of one petition, of about ten kilobytes each


class Unknown(LookupError):
    """No petition that visitors can read has this address."""


@dataclass(frozen=True)
class Terms:
    """One petition: its texts with its terms, by id."""

    texts: dict[int, PetitionText]
    answers: dict[tuple[str, bool, str, int], Skeleton] = field(default_factory=dict)

    def answer(self, request: HttpRequest, host: str, code: str, text: PetitionText) -> Skeleton:
        """What is answered in the language `code` to who signs `text` on `host`, prepared once."""
        key = (host, request.is_secure(), code, text.pk)
        found = self.answers.get(key)
        if found is None:
            if len(self.answers) >= MOST_ANSWERS:
                self.answers.clear()
            found = self.answers[key] = answers.prepared(request, code, text)
        return found


def of(slug: str) -> Terms:
    """The petition of an address, as old as the content that this process shows. Raises Unknown."""
    return memory.remember(("petition.express terms", slug), lambda: read(slug))


def read(slug: str) -> Terms:
    """The same from the database."""
    texts = PetitionText.objects.with_terms().defer("demand", "consent").order_by("-pk")
    found = {text.pk: text for text in texts.filter(petition__slug=slug, petition__live=True)[:MOST_TEXTS]}
    if not found:
        raise Unknown
    return Terms(found)
