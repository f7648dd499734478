"""Domains where anybody can have a mailbox: sharing one says nothing about two people.

Facts, gathered by hand; a domain that is missing here only means that its users are taken for one
organisation, which a person can correct.
"""

_CHINA = """
qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com netease.com 163.net
263.net 263.net.cn x263.net sina.com sina.cn vip.sina.com vip.sina.cn my3ia.sina.com 2008.sina.com 51uc.com
sohu.com vip.sohu.com sohu.net sogou.com chinaren.com tom.com vip.tom.com 163.com.cn 21cn.com 21cn.net
vip.21cn.com 139.com 189.cn wo.cn wo.com.cn aliyun.com hotmail.com.cn yahoo.com.cn yahoo.cn eyou.com
etang.com citiz.net online.sh.cn 371.net xinhuanet.com hexun.com renren.com 2980.com 88.com 111.com email.cn
china.com china.com.cn mail.china.com cmail.cn
"""
_GREATER_CHINA = """
yahoo.com.hk yahoo.com.tw hotmail.com.hk hotmail.com.tw netvigator.com hkstar.com i-cable.com ctimail.com
macau.ctm.net hinet.net msa.hinet.net ms1.hinet.net seed.net.tw pchome.com.tw giga.net.tw xuite.net kimo.com
yam.com url.com.tw
"""
_WORLD = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com windowslive.com yahoo.com
ymail.com rocketmail.com icloud.com me.com mac.com aol.com aim.com proton.me protonmail.com protonmail.ch
pm.me tutanota.com tuta.io tuta.com tutamail.com keemail.me zoho.com zohomail.com mail.com email.com usa.com
post.com europe.com asia.com engineer.com consultant.com gmx.com gmx.net gmx.us fastmail.com fastmail.fm
hushmail.com hey.com duck.com inbox.com lycos.com excite.com juno.com netzero.net earthlink.net comcast.net
verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net optonline.net mindspring.com
rediffmail.com mailfence.com runbox.com disroot.org riseup.net posteo.net skiff.com mail.ee hotmail.co.uk
live.co.uk outlook.co.uk yahoo.co.uk btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com
talktalk.net blueyonder.co.uk tiscali.co.uk o2.co.uk eircom.net gmx.de web.de t-online.de freenet.de
arcor.de mail.de posteo.de mailbox.org email.de hotmail.de live.de outlook.de yahoo.de gmx.at gmx.ch aon.at
chello.at bluewin.ch hispeed.ch sunrise.ch hotmail.fr live.fr outlook.fr yahoo.fr laposte.net orange.fr
wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr numericable.fr hotmail.it live.it outlook.it yahoo.it libero.it
virgilio.it alice.it tin.it tiscali.it fastwebnet.it inwind.it iol.it email.it hotmail.es outlook.es
yahoo.es telefonica.net terra.es ono.com sapo.pt clix.pt skynet.be telenet.be scarlet.be ziggo.nl kpnmail.nl
planet.nl hetnet.nl xs4all.nl home.nl live.nl hotmail.nl casema.nl live.se hotmail.se telia.com spray.se
bredband.net online.no live.no live.dk hotmail.dk mail.dk jubii.dk luukku.com suomi24.fi wp.pl o2.pl onet.pl
onet.eu op.pl interia.pl interia.eu poczta.fm tlen.pl gazeta.pl seznam.cz email.cz centrum.cz post.cz
volny.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg yahoo.ro mail.ru bk.ru list.ru
inbox.ru internet.ru yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua rambler.ru lenta.ru ro.ru
autorambler.ru ukr.net i.ua meta.ua bigmir.net tut.by inbox.lv mail.kz yahoo.co.jp ezweb.ne.jp docomo.ne.jp
softbank.ne.jp i.softbank.jp au.com nifty.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp hotmail.co.jp live.jp
outlook.jp goo.jp excite.co.jp infoseek.jp plala.or.jp naver.com daum.net hanmail.net nate.com kakao.com
hotmail.co.kr yahoo.co.kr korea.com empal.com paran.com dreamwiz.com yahoo.co.in yahoo.in hotmail.co.in
live.in outlook.in in.com sify.com indiatimes.com yahoo.com.sg singnet.com.sg starhub.net.sg pacific.net.sg
yahoo.com.my hotmail.my tm.net.my streamyx.com yahoo.co.id yahoo.com.ph yahoo.com.vn yahoo.co.th
hotmail.co.th plasa.com yahoo.com.au hotmail.com.au live.com.au outlook.com.au bigpond.com bigpond.net.au
optusnet.com.au iinet.net.au tpg.com.au ozemail.com.au yahoo.co.nz xtra.co.nz hotmail.co.nz slingshot.co.nz
yahoo.ca hotmail.ca live.ca outlook.ca rogers.com shaw.ca sympatico.ca bell.net telus.net videotron.ca
yahoo.com.br hotmail.com.br outlook.com.br uol.com.br bol.com.br terra.com.br ig.com.br globo.com
globomail.com r7.com zipmail.com.br yahoo.com.mx hotmail.com.mx live.com.mx prodigy.net.mx yahoo.com.ar
hotmail.com.ar live.com.ar fibertel.com.ar speedy.com.ar ciudad.com.ar live.cl yahoo.cl walla.co.il
walla.com 012.net.il netvision.net.il maktoob.com emirates.net.ae eim.ae mweb.co.za telkomsa.net
webmail.co.za vodamail.co.za yahoo.co.za mynet.com hotmail.com.tr yahoo.com.tr ttmail.com mailinator.com
guerrillamail.com 10minutemail.com yopmail.com temp-mail.org trashmail.com sharklasers.com maildrop.cc
getnada.com dispostable.com mohmal.com
"""

FREE_MAIL: frozenset[str] = frozenset(f"{_CHINA} {_GREATER_CHINA} {_WORLD}".split())
