"""Words of projects."""

from inspect_app.projects.vocabulary.tough import ProjectDraft, ProjectState

__all__ = ["ProjectDraft", "ProjectState"]
