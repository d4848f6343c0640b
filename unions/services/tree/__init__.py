"""The verbs of the tree. Nothing else writes a union's name, parent, path or status.

Every verb serialises on one lock, because two changes that are right alone may be wrong together (A under B while B
goes under A; a union founded in a branch that is just moving). Tree changes are rare; the lock is never felt.
"""

from unions.services.tree.closing import MergeEffects, dissolve, dissolve_obstacles, merge, merge_effects
from unions.services.tree.hanging import Hanging, hang
from unions.services.tree.past import Place, grassroots_on, tree_on
from unions.services.tree.shape import found, move, rename

__all__ = [
    "Hanging",
    "MergeEffects",
    "Place",
    "dissolve",
    "dissolve_obstacles",
    "found",
    "grassroots_on",
    "hang",
    "merge",
    "merge_effects",
    "move",
    "rename",
    "tree_on",
]
