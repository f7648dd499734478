"""What leads and cases have in common: something that a colleague has in hand for a customer.

A matter begins with a customer, perhaps with a conversation, has a subject, an owner and a team, goes through states
and ends. What its states mean, who may begin one and what else it says are its feature's own.
"""
