"""How the tests' Asterisk is set up: two phones of ours, a trunk behind which a customer is, one queue."""

HOST = "127.0.0.1"
AMI_PORT = 15038
SIP_PORT = 15060
CUSTOMER_PORT = 15090
TRAFFIC_PORT = 15200
PHONES = ("agent1", "agent2")
USER, PASSWORD = "zhiji", "of-the-tests"

LEFT_OUT = (
    "chan_iax2 chan_unistim chan_motif chan_dahdi res_xmpp res_phoneprov pbx_dundi cdr_radius cel_radius res_snmp "
    "cdr_odbc cel_odbc res_odbc res_config_odbc cdr_pgsql cel_pgsql res_config_pgsql res_config_ldap res_hep"
)

MANAGER = f"""
[general]
enabled=yes
port={AMI_PORT}
bindaddr={HOST}
timestampevents=yes
[{USER}]
secret={PASSWORD}
read=system,call,agent,dialplan,user,reporting
write=system,call,agent,originate,reporting
"""

DIAL_PLAN = """
[in]
exten => 4001,1,Answer()
 same => n,MixMonitor(${UNIQUEID}.wav)
 same => n,UserEvent(Zhiji,Typed: SN-0042)
 same => n,Queue(support,tT,,,60)
 same => n,Hangup()
[inside]
exten => 101,1,Dial(PJSIP/agent1,30,tT)
exten => 102,1,Dial(PJSIP/agent2,30,tT)
exten => 4001,1,Goto(in,4001,1)
[outgoing]
include => inside
exten => _+X.,1,Dial(PJSIP/${EXTEN}@trunk,30,tT)
"""

QUEUES = """
[general]
[support]
strategy=ringall
timeout=30
retry=1
member => PJSIP/agent1
"""

# The name after "From" is looked at first, so that all of them can live on one machine.
TRUNK = f"""
[global]
endpoint_identifier_order=username,ip
[udp]
type=transport
protocol=udp
bind={HOST}:{SIP_PORT}
[trunk]
type=endpoint
context=in
disallow=all
allow=ulaw
aors=trunk
[trunk]
type=aor
contact=sip:{HOST}:{CUSTOMER_PORT}
[trunk]
type=identify
endpoint=trunk
match={HOST}
"""

PHONE = """
[{name}]
type=endpoint
context=outgoing
disallow=all
allow=ulaw
aors={name}
auth={name}
[{name}]
type=auth
auth_type=userpass
username={name}
password={password}
[{name}]
type=aor
max_contacts=1
remove_existing=yes
"""


def files(folder: str, modules: str) -> dict[str, str]:
    """All files of the set-up, by name; folder and modules are where Asterisk itself sees them."""
    folders = {
        "etc": "etc",
        "varlib": "lib",
        "db": "db",
        "key": "lib",
        "spool": "spool",
        "run": "run",
        "log": "log",
    }
    places = "".join(f"ast{name}dir => {folder}/{part}\n" for name, part in folders.items())
    left_out = "".join(f"noload => {name}.so\n" for name in LEFT_OUT.split())
    return {
        "asterisk.conf": f"[directories]\n{places}astmoddir => {modules}\nastdatadir => /usr/share/asterisk\n",
        "logger.conf": "[logfiles]\nfull => notice,warning,error\n",
        "modules.conf": f"[modules]\nautoload=yes\n{left_out}",
        "manager.conf": MANAGER,
        "extensions.conf": DIAL_PLAN,
        "queues.conf": QUEUES,
        "pjsip.conf": TRUNK + "".join(PHONE.format(name=name, password=PASSWORD) for name in PHONES),
        "pjsip_notify.conf": "",
        "rtp.conf": "[general]\nrtpstart=26000\nrtpend=26200\n",
        "features.conf": "[general]\n[featuremap]\natxfer => *2\n",
        "res_parking.conf": "[general]\n[default]\nparkext => 700\nparkpos => 701-720\ncontext => parked\n",
    }
