"""Words of projects."""

from inspect_app.projects.vocabulary.tough import ProjectDraft, ProjectState, StageDraft

__all__ = ["ProjectDraft", "ProjectState", "StageDraft"]
