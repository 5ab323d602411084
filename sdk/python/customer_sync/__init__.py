"""A small client of the Customer Sync for Brevo HTTP API. Python 3.11 or later, standard library only."""

from .client import CustomerSyncClient, CustomerSyncError

__all__ = ["CustomerSyncClient", "CustomerSyncError"]
