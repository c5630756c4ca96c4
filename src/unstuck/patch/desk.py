"""The recipe, its sites and the files under change, together on one desk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

import libcst as cst

from unstuck.patch.draft import Draft
from unstuck.patch.source import Source, Unpatchable
from unstuck.spec import Site, Sites, Spec

Line = tuple[str, int]  # a file and a line of it, counted from 1


@dataclass
class Desk:
    """What every kind of edit works on. `notes` are instructions beside the edits that are made."""

    spec: Spec
    sites: Sites
    drafts: dict[str, Draft] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def draft(self, file: str) -> Draft:
        """The one draft of a file, however its path is written."""
        key = os.path.realpath(file)
        if key not in self.drafts:
            self.drafts[key] = Draft(Source(file))
        return self.drafts[key]

    def call(self, site: Site | None, names: Iterable[str]) -> tuple[Draft, cst.Call]:
        """The call at a site, and the draft of its file.

        Raises:
            Unpatchable: the site is unknown, or the call is not there.
        """
        if site is None:
            raise Unpatchable("the call is not known")
        draft = self.draft(site.file)
        return draft, draft.source.call_at(site, names)
