"""The networks of the ladder, one readable function each, and one's own."""

from unstuck.networks.choose import LADDER, Network, network

__all__ = ["LADDER", "Network", "network"]
