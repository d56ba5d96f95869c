"""What the screen of the protection asks: how the limits stand now."""

from django import template
from django.utils import timezone

from petition import throttle
from petition.models import Protection

register = template.Library()


@register.simple_tag
def standing(protection: Protection) -> throttle.Standing:
    """How the limits of the protection's site stand, a few seconds ago at most."""
    return throttle.standing(throttle.of_site(protection.site_id), timezone.now())
