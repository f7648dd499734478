"""The kernel's own topics: what concerns one user, everybody, and the progress of long work."""

from zhiji.kernel.live.topics import register

register("user", lambda actor, rest: rest == str(actor.user_id))
register("everyone", lambda actor, rest: actor.kind == "user")
register("jobs", lambda actor, rest: actor.kind == "user")
