"""The facts of the programme of ideas."""

from competitions.models.campaigns import Campaign, Criterion
from competitions.models.judging import Award, Review
from competitions.models.proposals import Proposal, ProposalEntry, ProposalFile

__all__ = ["Award", "Campaign", "Criterion", "Proposal", "ProposalEntry", "ProposalFile", "Review"]
