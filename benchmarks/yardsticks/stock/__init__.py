"""A site as Wagtail's own documentation builds one: a page of twenty blocks with a form of its form builder."""
