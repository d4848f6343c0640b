"""The registers of the programme of ideas."""

from competitions.registers.campaigns import CampaignRegister
from competitions.registers.proposals import ProposalRegister

# In the order in which a search over all of them answers.
REGISTERS = (ProposalRegister, CampaignRegister)

__all__ = ["REGISTERS", "CampaignRegister", "ProposalRegister"]
