"""Zhiji 知己: a customer-relationship system for companies that make things and sell them themselves."""

__version__ = "0.1.0"
