"""Sign-in by the company's own identity provider (OpenID Connect).

django-allauth carries the talk. Here is what it leaves to others: the signature of what the provider says is checked
on every sign-in, a nonce ties that to the browser which began it, and both halves of it must name the same person.
"""
