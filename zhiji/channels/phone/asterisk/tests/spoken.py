"""What an Asterisk says of calls, written for tests: each function gives the events of one thing that happens."""

from zhiji.channels.phone.asterisk.frames import Frame

CUSTOMER, LI, WANG = "PJSIP/provider-0000000a", "PJSIP/li-0000000b", "PJSIP/wang-0000000c"
NUMBER = "+8613912345678"


def said(event: str, **fields: str) -> Frame:
    """One event; keys with a dash are written with two underscores."""
    return {"Event": event, **{key.replace("__", "-"): value for key, value in fields.items()}}


def leg(channel: str, uid: str, call: str, state: str = "0", *, prefix: str = "", **more: str) -> Frame:
    """The fields by which Asterisk speaks of a leg."""
    fields = {"Channel": channel, "ChannelState": state, "Uniqueid": uid, "Linkedid": call, **more}
    return {f"{prefix}{key}": value for key, value in fields.items()}


def arrives(
    call: str = "7.1", number: str = NUMBER, name: str = "Han Mei", channel: str = CUSTOMER
) -> list[Frame]:
    """A customer's call is there, for number 4001."""
    who = {"CallerIDNum": number, "CallerIDName": name, "Exten": "4001", "Context": "from-provider"}
    return [said("Newchannel", **leg(channel, call, call, "4", **who))]


def waits(call: str = "7.1", queue: str = "support") -> list[Frame]:
    """The dial plan answers and puts the call into a queue."""
    whose = leg(CUSTOMER, call, call, "6")
    return [said("Newstate", **whose), said("QueueCallerJoin", **whose, Queue=queue, Position="1", Count="1")]


def rings(call: str = "7.1", uid: str = "7.2", channel: str = LI) -> list[Frame]:
    """A phone of ours is called for the customer, and rings."""
    both = {**leg(CUSTOMER, call, call, "6"), **leg(channel, uid, call, "0", prefix="Dest")}
    return [
        said("Newchannel", **leg(channel, uid, call, Exten="s")),
        said("AgentCalled", **both, Queue="support", Interface=channel.rpartition("-")[0]),
        said("DialBegin", **both, DialString=channel),
        said("Newstate", **leg(channel, uid, call, "5")),
    ]


def stops(
    status: str, call: str = "7.1", uid: str = "7.2", channel: str = LI, cause: str = "16"
) -> list[Frame]:
    """The phone rings no more, and nobody took it up."""
    both = {**leg(CUSTOMER, call, call, "6"), **leg(channel, uid, call, "5", prefix="Dest")}
    return [said("DialEnd", **both, DialStatus=status), *gone(channel, uid, call, cause)]


def takes(call: str = "7.1", uid: str = "7.2", channel: str = LI) -> list[Frame]:
    """The phone is taken up, and both can speak."""
    both = {**leg(CUSTOMER, call, call, "6"), **leg(channel, uid, call, "6", prefix="Dest")}
    return [
        said("Newstate", **leg(channel, uid, call, "6")),
        said("DialEnd", **both, DialStatus="ANSWER"),
        said("QueueCallerLeave", **leg(CUSTOMER, call, call, "6"), Queue="support", Position="1", Count="0"),
        said("AgentConnect", **both, Queue="support", Interface=channel.rpartition("-")[0], HoldTime="4"),
        *meet(("b1", channel, uid, call), ("b1", CUSTOMER, call, call)),
    ]


def meet(*entering: tuple[str, str, str, str]) -> list[Frame]:
    """Legs come together: each with bridge, channel, name and call."""
    return [
        said(
            "BridgeEnter",
            BridgeUniqueid=bridge,
            BridgeTechnology="simple_bridge",
            **leg(channel, uid, call, "6"),
        )
        for bridge, channel, uid, call in entering
    ]


def asks_to_end(channel: str, uid: str, call: str = "7.1") -> list[Frame]:
    """Somebody hangs up."""
    return [said("HangupRequest", **leg(channel, uid, call, "6"))]


def gone(channel: str, uid: str, call: str = "7.1", cause: str = "16") -> list[Frame]:
    """A leg is no more."""
    return [said("Hangup", **leg(channel, uid, call, "6"), Cause=cause, Cause__txt="why")]


def answered_call() -> list[Frame]:
    """A whole call, from the customer's first sign until they hang up."""
    return [
        *arrives(),
        said("VarSet", **leg(CUSTOMER, "7.1", "7.1"), Variable="MIXMONITOR_FILENAME", Value="/rec/7.1.wav"),
        *waits(),
        *rings(),
        *takes(),
        *asks_to_end(CUSTOMER, "7.1"),
        *gone(LI, "7.2"),
        *gone(CUSTOMER, "7.1"),
    ]


def consultation() -> list[Frame]:
    """Li asks Wang in a second call, from the same phone."""
    second = "PJSIP/li-0000000d"
    both = {**leg(second, "8.1", "8.1", "6"), **leg(WANG, "8.2", "8.1", prefix="Dest")}
    return [
        said("Newchannel", **leg(second, "8.1", "8.1", "4", CallerIDNum="101", Exten="102")),
        said("Newchannel", **leg(WANG, "8.2", "8.1")),
        said("DialBegin", **both),
        said("Newstate", **leg(WANG, "8.2", "8.1", "6")),
        said("DialEnd", **both, DialStatus="ANSWER"),
        said("Newstate", **leg(second, "8.1", "8.1", "6")),
        *meet(("b2", second, "8.1", "8.1"), ("b2", WANG, "8.2", "8.1")),
    ]


def attended() -> list[Frame]:
    """Li connects the customer with Wang, and both of Li's legs end."""
    second = "PJSIP/li-0000000d"
    legs = {
        **leg(LI, "7.2", "7.1", prefix="OrigTransferer"),
        **leg(second, "8.1", "8.1", prefix="SecondTransferer"),
    }
    return [
        said("AttendedTransfer", Result="Success", **legs),
        *gone(LI, "7.2"),
        *gone(second, "8.1", "8.1"),
        *meet(("b1", WANG, "8.2", "7.1")),
    ]


def row(
    channel: str, uid: str, call: str, state: str = "6", duration: str = "00:01:00", **more: str
) -> Frame:
    """A line of Asterisk's list of all legs."""
    return said("CoreShowChannel", **leg(channel, uid, call, state), Duration=duration, **more)
