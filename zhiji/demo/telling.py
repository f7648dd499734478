"""Tell one story: walk through the steps of its course, moving the clock and the states as it goes."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from zhiji.demo import clock, company, letters
from zhiji.demo.facts import Case, Contact, Conversation, Family, Lead, Party, Plot, Staff
from zhiji.demo.goods import Bought, draw_item, order_of, words_for
from zhiji.demo.places import COUNTRIES
from zhiji.demo.plots import COURSES, Course, Step
from zhiji.demo.speech import say, say_one
from zhiji.demo.talk.language import speech_of
from zhiji.demo.talk.topic import Topic

HOURS = {country.region: country.hours for country in COUNTRIES}
# A matter nobody wrote about for so long is over.
_SETTLED = timedelta(days=5)
_GIVEN_UP = timedelta(days=45)
# Complaints that only a firm with a production line would make.
_NOT_AT_HOME = ("late", "price", "report", "no_answer")


class Telling:
    """One story in the making; `tell` returns it, `order` is what was bought in it."""

    def __init__(self, rng: random.Random, family: Family, now: datetime, key: str, kind: str) -> None:
        self.rng, self.family, self.now, self.key = rng, family, now, key
        self.course: Course = COURSES[kind]
        self.plot = Plot(key, kind)
        self.person: Party = family.persons[int(rng.random() ** 2 * len(family.persons))]
        self.employer = self.person.parent
        self.language = speech_of(self.person.language)
        self.at_home = self.person.category == "home"
        self.hours = HOURS.get(self.person.region, 8)
        self.order: Bought | None = None
        self.ordered_at: datetime | None = None
        self.topic: Topic | None = None
        self.finished = False

    def tell(self, start: datetime, earlier: Bought | None) -> Plot:
        """Tell the story from `start`; `earlier` is the order it is about, where it needs one."""
        self._choose_goods(start, earlier)
        self.staff = self._colleague()
        self.call = letters.call_of(self.rng, self.family, self.person)
        self.staff_call = letters.staff_call_of(self.rng, self.language, self.staff)
        self.small_talk = int(self.rng.random() * 100)
        self.begun_as = self.course.begins[int(self.rng.random() * len(self.course.begins))]
        self.subject = self._subject()
        at, took_place = start, True
        if self.course.steps[0].side == "staff":
            at = clock.office_time(start, timedelta(0), self.rng)
        for number, step in enumerate(self.course.steps):
            took_place = took_place if step.chance < 0 else self.rng.random() < step.chance
            if not took_place:
                continue
            at = at if number == 0 else self._next_time(at, step)
            if at >= self.now:
                return self._end()
            self._happen(step, at, number)
        self.finished = True
        return self._end()

    def _choose_goods(self, start: datetime, earlier: Bought | None) -> None:
        again = self.course.needs_order and earlier is not None
        item = earlier.item if again and earlier else draw_item(self.rng, self.family, self.course.about)
        self.item = item
        self.bought = (
            earlier if again and earlier and not self.course.orders else order_of(self.rng, item, start)
        )
        self.words = words_for(self.rng, self.language, self.family, item, self.bought, start)
        self.product = "computer" if item.family == "computer" else "board"
        if self.course.topics:
            self.topic = self._draw_topic(start)

    def _draw_topic(self, start: datetime) -> Topic:
        stock: tuple[Topic, ...] = getattr(self.language, self.course.topics)
        if self.at_home and self.course.topics in ("questions", "faults"):
            stock = getattr(self.language, f"home_{self.course.topics}")
        fitting = [
            topic
            for topic in stock
            if topic.about in (self.product, "any") and not (self.at_home and topic.key in _NOT_AT_HOME)
        ]
        if self.course.topics == "questions" and start - self.bought.at > timedelta(days=30):
            fitting = [topic for topic in fitting if topic.key != "invoice"]
        module = self.item.part.startswith("CM")
        fitting = [topic for topic in fitting if self._suits_shape(topic, module)] or fitting
        return fitting[int(self.rng.random() * len(fitting))]

    def _suits_shape(self, topic: Topic, module: bool) -> bool:
        """Bare modules have no screen, rail or power plug; only panel computers have a touch screen."""
        if topic.key in ("carrier", "module_fail"):
            return module
        if topic.key == "black_screen":
            return self.item.part.startswith("CK-4")
        return (
            not module or topic.about == "any" or topic.key in ("lifetime", "linux", "image", "temperature")
        )

    def _colleague(self) -> Staff:
        if self.course.line == "sales":
            return company.BY_KEY[self.person.owner]
        team = "complaints" if self.course.line == "complaints" else self.product + "s"
        agents = [company.BY_KEY[key] for key in company.AGENTS[team]]
        speakers = [agent for agent in agents if (agent.language == "en") == (self.language.code == "en")]
        return self.rng.choice(speakers or agents)

    def _subject(self) -> str:
        if self.topic:
            return say(self.rng, self.topic.subject, self.words)
        return say_one(self.rng, self.language.scripts[self.course.subject], self.words)

    def _next_time(self, at: datetime, step: Step) -> datetime:
        wait = timedelta(hours=step.soonest + (step.latest - step.soonest) * self.rng.random() ** 1.6)
        if step.side == "staff":
            return clock.office_time(at, wait, self.rng)
        moment = clock.home_time if self.at_home else clock.office_time
        return moment(at, wait, self.rng, self.hours)

    def _happen(self, step: Step, at: datetime, number: int) -> None:
        channel = step.channel or (self.begun_as if number == 0 else "mail")
        conversation = self._conversation(channel)
        self._set_date(step, at)
        text = self._text(step)
        inward = step.side == "customer"
        if channel == "call":
            self._add_call(conversation, at, text, inward)
        else:
            self._add_letter(conversation, at, text, inward, channel)
        self._move_lead(step, at)
        self._move_case(step, at, text)
        if step.says == "confirm" and self.course.orders:
            self.order, self.ordered_at = self.bought, at
            self.order.at = clock.office_time(at, timedelta(days=int(self.words["days"]) + 4), self.rng)

    def _set_date(self, step: Step, at: datetime) -> None:
        """The day a sentence names: promised when confirming, long past when complaining of delay."""
        if self.course.line == "complaints":
            self.words["date"] = (
                self.language.day(at - timedelta(days=7)) if step.says == "topic.ask" else self.words["date"]
            )
        elif step.says == "confirm":
            promised = clock.office_time(at, timedelta(days=int(self.words["days"])), self.rng)
            self.words["date"] = self.language.day(promised)

    def _text(self, step: Step) -> str:
        if step.says.startswith("topic.") and self.topic:
            return say(self.rng, getattr(self.topic, step.says[6:]), self.words)
        scripts = self.language.scripts
        if step.says.startswith("chat"):
            return say(self.rng, scripts[step.says][self.small_talk % len(scripts[step.says])], self.words)
        name = f"{step.says}.{self.product}" if step.says in ("enquiry", "enquiry.home") else step.says
        if self.at_home and f"{name}.home" in scripts:
            name = f"{name}.home"
        return say_one(self.rng, scripts[name], self.words)

    def _conversation(self, channel: str) -> Conversation:
        """Mails and forms of a story share one conversation; every call stands by itself."""
        for conversation in self.plot.conversations:
            if channel != "call" and conversation.channel != "call":
                return conversation
        key = f"{self.key}-{len(self.plot.conversations)}"
        line = "complaints" if self.course.line == "complaints" else f"{self.product}_{self.course.line}"
        made = Conversation(key, line, channel, self.subject, self.person.key, self.employer, None)
        self.plot.conversations.append(made)
        return made

    def _add_call(self, conversation: Conversation, at: datetime, text: str, inward: bool) -> None:
        conversation.owner = self.staff.key
        seconds = int(self.rng.triangular(40, 900, 160))
        conversation.contacts.append(
            Contact(
                f"{conversation.key}-0",
                at,
                "call",
                "in" if inward else "out",
                self.person.key,
                self.staff.key,
                self.subject,
                text,
                seconds=seconds,
            )
        )

    def _add_letter(
        self, conversation: Conversation, at: datetime, text: str, inward: bool, channel: str
    ) -> None:
        earlier = conversation.contacts[-1] if conversation.contacts else None
        subject = (
            f"{'Re: ' if self.language.code == 'en' else '回复：'}{self.subject}" if earlier else self.subject
        )
        made = Contact(
            f"{conversation.key}-{len(conversation.contacts)}",
            at,
            channel,
            "in" if inward else "out",
            self.person.key,
            None if inward else self.staff.key,
            subject,
            "",
            reply_to=earlier.key if earlier else None,
        )
        if inward:
            made.text = letters.customer_letter(
                self.rng, self.language, text, self.staff_call, earlier is None
            )
            made.signature = "" if channel == "form" else self._customer_signature()
        else:
            conversation.owner = self.staff.key
            made.text = letters.staff_letter(self.rng, self.language, text, self.call)
            made.signature = letters.staff_signature(
                self.language, self.staff, company.LINES_BY_KEY[conversation.line]
            )
        if earlier and (not inward or self.rng.random() < 0.8):
            made.quoted = self._quoted(earlier, conversation)
        conversation.contacts.append(made)

    def _customer_signature(self) -> str:
        return letters.customer_signature(self.rng, self.language, self.family, self.person)

    def _quoted(self, earlier: Contact, conversation: Conversation) -> str:
        if earlier.direction == "in":
            mail = next((point.value for point in self.person.points if point.kind == "mail"), "")
            return letters.quoted(self.language, earlier, self.person.name, mail, earlier.at)
        name = self.staff.latin if self.language.code == "en" else self.staff.name
        mail = company.LINES_BY_KEY[conversation.line].mail
        return letters.quoted(self.language, earlier, name, mail, earlier.at)

    def _move_lead(self, step: Step, at: datetime) -> None:
        if not step.lead:
            return
        conversation = self.plot.conversations[0]
        if self.plot.lead is None:
            title = f"{self.words['short']} × {self.words['qty']}"
            self.plot.lead = Lead(
                f"{self.key}-l",
                conversation.key,
                title,
                "new",
                "web" if self.begun_as == "form" else "mail",
                at,
                None,
                None,
                self.person.key,
                self.employer,
                self.item.total or Decimal(0),
                self.item.currency,
            )
        lead = self.plot.lead
        lead.state = step.lead
        if step.side == "staff":
            lead.owner = self.staff.key
        if step.lead in ("won", "lost"):
            lead.closed = at
        if step.lead == "lost":
            lead.lost_reason = step.says.rpartition(".")[2]

    def _move_case(self, step: Step, at: datetime, text: str) -> None:
        if not step.case:
            return
        if self.plot.case is None:
            complaint = self.course.line == "complaints"
            kind = "complaint" if complaint else "fault" if self.course.topics == "faults" else "question"
            priority = "high" if complaint or (kind == "fault" and self.rng.random() < 0.3) else "normal"
            self.plot.case = Case(
                f"{self.key}-c",
                self.plot.conversations[0].key,
                self.subject,
                kind,
                "open",
                priority,
                at,
                None,
                None,
                self.person.key,
                self.employer,
                self.words["part"],
                due=clock.office_time(at, timedelta(hours=8 if priority == "high" else 26), self.rng),
            )
        case = self.plot.case
        case.state = step.case
        if step.side == "staff" or step.says == "topic.note":
            case.owner, case.answer = self.staff.key, text
        if step.case == "closed":
            case.closed = at

    def _end(self) -> Plot:
        last = max((contact.at for c in self.plot.conversations for contact in c.contacts), default=self.now)
        self._settle_case(last)
        self._settle_lead(last)
        for conversation in self.plot.conversations:
            self._settle_conversation(conversation)
        return self.plot

    def _settle_case(self, last: datetime) -> None:
        case = self.plot.case
        if case and case.state != "closed" and self.finished and last + _SETTLED < self.now:
            case.state, case.closed = "closed", last + _SETTLED

    def _settle_lead(self, last: datetime) -> None:
        lead = self.plot.lead
        if lead is None or lead.state in ("won", "lost"):
            return
        if last + _GIVEN_UP < self.now:
            lead.state, lead.closed, lead.lost_reason = "lost", last + _GIVEN_UP, "no_answer"
        elif lead.owner:
            lead.next_at = clock.office_time(last, timedelta(days=1 + 9 * self.rng.random()), self.rng)
            lead.next_step = self.course.steps[-1].says

    def _settle_conversation(self, conversation: Conversation) -> None:
        last = conversation.contacts[-1]
        over = conversation.channel == "call" or self.finished or last.at + timedelta(days=10) < self.now
        if over:
            conversation.state = "closed"
            return
        conversation.unread = last.direction == "in" and self.rng.random() < 0.6
        if last.direction == "in" and conversation.owner is None and self.rng.random() < 0.4:
            conversation.owner = self.staff.key
        if last.direction == "out" and self.rng.random() < 0.3:
            conversation.state = "snoozed"
            conversation.snoozed_until = self.now + timedelta(hours=2 + int(70 * self.rng.random() ** 2))
