"""A workflow for whoever reviews."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

pytest.register_assert_rewrite("tests.pages.translations.walk")


@pytest.fixture
def workflow(editor: Any) -> Workflow:
    """One task, for moderators."""
    task = GroupApprovalTask.objects.create(name="Review")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow
