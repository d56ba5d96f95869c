"""Names of languages and countries in the admin's templates."""

from django import template

from petition.admin_words import country_name, own_name

register = template.Library()
register.filter("country_name", country_name)
register.filter("own_name", own_name)
