"""What is said around a sale, in English: enquiry, quotation, haggling, order, delivery, thanks."""

SCRIPTS: dict[str, tuple[str, ...]] = {
    "subject.enquiry": ("[Quotation|Enquiry]: {short}, {qty} {unit}", "[Request for quotation|RFQ] {thing}, {qty} {unit}", "{Short} for {use}"),
    "subject.reorder": ("[Repeat order|Reorder] {part}", "Purchase order {po}", "{qty} more {part}"),
    "subject.delivery": ("[When will {order} ship?|Delivery date of {order}]", "Status of {order}", "{order}: tracking"),
    "subject.visit": ("[Courtesy call|Regular call]", "[Preparing our visit|Before the visit]"),
    "subject.sample": ("[Evaluation unit|Sample]: {part}", "[Testing the {part}|Loan of a {part}]"),
    "enquiry.board": (
        "We are building {use} and need {qty} pieces of {item}. [Gerbers are ready|The data package is ready]. Please quote [unit price, tooling and lead time|price and lead time], [thank you.|including test.]",
        "[A colleague recommended you|We found you on the web]. We need {qty} pcs of {item} [for {use}|, used in {use}]. [What would they cost and how soon?|Could you quote, and tell us whether test is included?]",
        "[For a new project|As we are changing supplier] we are looking for {item}, {qty} pcs. [Please let us have your offer.|We compare three offers and decide this week.]",
    ),
    "enquiry.computer": (
        "We would like to use the {part} in {use}, [{qty} units to begin with|a first batch of {qty}]. [Please quote price and lead time.|What are price, lead time and warranty?]",
        "[We saw your {short} at a trade fair|Your data sheet was helpful]; the {part} [fits our needs|has just the ports we need]. We need {qty} {unit} [for {use}|; the project is {use}]. [Your best offer, please.|What discount is possible?]",
        "We are looking for {a_short} to go into {use} and have picked the {part}. [Please send a data sheet and an offer for {qty} {unit}.|How much for {qty} {unit}, and how soon?]",
    ),
    "enquiry.home.computer": (
        "[Private user here|Just a hobbyist]: I would like to use the {part} for {home_use}. [Is it in stock?|What does one cost with postage?]",
        "I am working on {home_use} and like your {short}, the {part}. [Do you sell single units to private people?|How do I order one?][ Beginner here, so please bear with me.|]",
    ),
    "enquiry.home.board": (
        "I am working on {home_use} and need {qty} pieces of {item}. [Is that too few for an order?|What would they cost?]",
        "Roughly what would {qty} pieces of {item} cost? They are for {home_use}; [no hurry.|I need them in two weeks, is that possible?]",
    ),
    "quote": (
        "Thank you for [your enquiry|asking us]. {Item}, {qty} {unit}: {price} each, {total} in all, [ex works Shenzhen|carriage paid], {days} working days, valid for [30 days|this month]. [Please call if anything is unclear.|For a larger quantity the price comes down.]",
        "Our offer:\n  Item: {item}\n  Part number: {part}\n  Quantity: {qty} {unit}\n  Unit price: {price}\n  Total: {total}\n  Lead time: {days} working days after [order|approval]\n[Freight to your door is included.|Payment in advance for a first order, 30 days from the third one.]",
        "[We can do that|No problem]: {qty} {unit}, {price} each, {total} in total, shipped in {days} working days. [Two years' warranty.|A test report comes with the goods.] [If that suits you I will send the contract.|]",
    ),
    "quote.home": (
        "[Sure: |Gladly: ]{qty} × {thing}, {total} with postage. [Order in our web shop|Pay by card or transfer] and it ships within {days} days. [You can return it within two weeks.|If it does not suit, send it back.]",
        "{Item}, {qty} {unit}: {total} [with postage|delivered], about {days} days. [That is plenty for {home_use}.|If anything in your files is unclear I will help.]",
    ),
    "haggle": (
        "The price is [about 8 % above our present supplier|over our budget]. [Can you do better for {qty}?|There is volume behind this, so could we have the volume price?] And could it be [{days_less} days|two or three days sooner]?",
        "[Thanks for the offer.|We have looked at your offer.] [My boss|Purchasing] wants 5 % off, [then I can order today|then we sign at once]. Also, [would 30 days net be possible?|could the warranty be three years?]",
        "Engineering [is happy|has approved it]; it is only the price. [What is your best?|We use about ten times this quantity a year.]",
    ),
    "concede": (
        "I [asked my manager|have talked it over] and can offer 5 % off: {price_less} each, {total_less} in all, {days} working days [as before|or a little sooner]. [That is the best I can do.|We hope for a long partnership.]",
        "[Agreed|Fine]: {price_less} each, {total_less} in total. Payment: [in advance this once, 30 days afterwards|30 % down, the rest before shipping]. [The contract follows.|The revised offer is ready.]",
    ),
    "order": (
        "[Good, let us go ahead|The price is fine]. Our purchase order is {po}; [please sign and return it|please confirm the date]. Delivery address [as usual|as in the contract].",
        "[Approved at last.|Paperwork is done.] Please take this as our order {po}: {qty} {unit} of {part}. [Please start production.|Payment goes out today.]",
    ),
    "order.home": ("[Paid|Just ordered and paid]. [Please ship soon|No rush], thanks!", "[Ordered it|Done], [my wishes are in the order note.|please see the note.]"),
    "confirm": (
        "Thank you, your order is {order} here and should ship on {date}. [I will keep you posted.|Tracking follows.]",
        "[It is scheduled|Production has it] as {order}, planned for {date}. [You will get a photo of the first piece.|Look out for the shipping note.]",
    ),
    "decline.price": ("[In the end|After comparing] we [chose another supplier, clearly cheaper|stayed with our present supplier; the price gap was too big]. [Next time perhaps.|Sorry for the effort.]", "[Only 70 % of the budget was approved|The price is too far off], so [we stop here for now.|we have to pass, thank you.]"),
    "decline.time": ("[We cannot wait {days} days|The date does not fit our milestone], so [it is being made elsewhere|we had to go elsewhere] this time. [Sorry.|Next time, we hope.]",),
    "decline.project": ("[The project is on hold|Our customer cancelled], so [no order for now.|please void the offer; we will be back when it restarts.]", "[The concept changed and we|We moved to another platform and] no longer need the {short}. [Sorry.|Thank you for your patience.]"),
    "nudge": (
        "[Last week|The other day] I sent you an offer for the {short}. [Did it arrive?|Have you had time to look?] [If something is in the way, tell me and I will see what can be done.|There is a volume discount this month; shall I quote again?]",
        "Following up on the {part}: [how is the project going?|do you need anything else from us?] [Looking forward to hearing from you.|Thanks in advance.]",
    ),
    "nudge.call": ("Called about the {part} offer: [still comparing, answer next week.|project lead is travelling, call again on Thursday.|worried about lead time, suggested part deliveries.]",),
    "reorder": (
        "[Same as last time|Specification unchanged]: another {qty} {unit} of {part}, order {po}. [Please confirm price and date.|As soon as you can, please.]",
        "[We are running low|Needed by the end of the month]: {qty} {unit} of {part}, [price as agreed|price as before]. [Our order is {po}.|Please sign and return order {po}.]",
    ),
    "where": (
        "[Where does {order} stand?|When does {order} ship?] [We start up on {date}|Our line is waiting], so [a firm date would help.|could you check? Thanks.]",
        "[May I ask|Quick question]: has {order} [shipped, and what is the tracking number?|been finished?] [Our customer is asking.|]",
    ),
    "where.home": (
        "[May I ask|Quick question]: has {order} [shipped?|left yet, and is there a tracking number?] [I hope to use it this weekend.|No rush.|]",
        "[The tracking of {order} has not moved for three days|I have no shipping note for {order} yet], [could you check?|thanks for looking into it.]",
    ),
    "where.answer": (
        "{order} is [in final test|being packed today] and [leaves tomorrow; tracking follows.|will be with you by {date}.]",
        "Found it: {order} [left yesterday evening|went to the carrier this morning], [three days to you|about four days in transit]. [The carrier will call ahead.|Please check the box before you sign.]",
        "[Sorry to keep you waiting. |]{order} is [held up in surface finishing|waiting for one part], [a day|two days] behind plan, and ships on {date}. [The express fee is ours.|We fly it to make up the time.]",
    ),
    "sample": ("[As we are choosing a platform, we|For a pre-study we] would like to [have one {part}|borrow a {part}] for two weeks. [Is that possible, and is there a deposit?|If it passes we need about {qty}.]",),
    "sample.answer": ("You are welcome to borrow one, [no deposit, just a short form|free for companies], for [three weeks|a month]. It [leaves tomorrow|ships today]; [call me if anything comes up.|a quick-start guide is in the box.]",),
    "sample.result": ("The unit has [been tested|run for two weeks]: [stable and cool|fast enough]. [We want to start with {qty}, please quote.|We will take this model, {qty} to begin with.]",),
    "thanks": (
        "[Got it|Received], [thank you!|many thanks.]",
        "[That helps|All clear now]. [Thanks for the support.|Thank you for the quick reply.]",
        "OK, [all good.|that settles it, thanks.]",
    ),
    "thanks.works": (
        "[Did as you said and it works.|Tried it, works.] [Thanks!|Much appreciated.]",
        "[Works again|Running fine since yesterday], [thank you!|many thanks for the help.]",
        "OK, [all good.|that settles it, thanks.]",
    ),
    "more": (
        "[Did that|Tried it], [no change|same result]. [Could you look remotely?|Any other idea?]",
        "[Mostly solved|Much better], [but it still happens once in a while|but one unit has not changed]. [Could you look again?|What else do you need from us?]",
    ),
    "more.answer": (
        "[We looked at it remotely|With what you added]: [it is the firmware, the newest version cures it and the link is on its way|a setting had fallen back to its default, which I have corrected]. [Watch it for two days.|Please confirm.]",
        "[Right, |Understood: ]we [have an engineer call you this afternoon|send a replacement part]; [no need to return the old one.|please stay reachable.]",
    ),
    "ask.details": (
        "[Thank you, we are on it.|Sorry to hear that.] Please add: 1) [how often it happens|when it was first seen]; 2) a photo[ or video|]; 3) [whether others of the batch are fine|the lot on the label]. [It is filed under {what}.|We start as soon as we have that.]",
    ),
    "details": ("[Here is what you asked for|More details]: [first seen last week|first seen two days ago], [the others are fine|one more looks similar], photos [are on the way|sent separately], marking {what}.",),
    "sent": ("[It is on its way|Shipped today], [please return it to the same address.|marked {what}; let me know when it arrives.]",),
    "repaired": ("[Received and tested|Repair done]: [the faulty part is replaced and it passed 24 hours of burn-in|handled as agreed, all retested], shipping back today. [The report is in the box.|Call me any time.]",),
    "not_happy": ("[We cannot fully accept that explanation.|Apology noted.] Please [tell us how you make sure it does not happen again|send written corrective action], [or we look for another supplier.|I have to report to my management.]",),
    "recovery": ("I fully understand. The written plan is ready, [signed by the quality manager, with a monthly report to you for three months|with names and dates]. In addition [another 5 % off this order|one free express run]. [Our apologies again.|We hope to earn your trust back.]",),
    "accepted": ("[The report is fine.|We appreciate the effort.] [Please let it not happen again.|We will see how it goes.]", "[Replacement arrived, all good.|Goods received, quantity right.] [You can close this.|That settles it.]"),
    "checkin.call": (
        "Regular call: [happy with the last two deliveries, new project next quarter|{part} runs well, nothing needed now|contact has changed, introduced myself to the new one].",
        "Courtesy call: [finds our quotes slow, promised a first reply within two hours|asked about next year's prices, list comes in January|plans to expand, may double the quantity].",
    ),
    # The answer stands at the place of its question.
    "chat": (
        "[One more thing: |By the way, ]do you ship over the holidays?", "[Also, |By the way, ]will prices change next month?",
        "I cannot open the [offer|contract], could you resend it?", "Does the invoice come [with the goods|on paper or by mail]?",
    ),
    "chat.answer": (
        "We have people on duty over the holidays, [shipping is a little slower.|only the carriers are slower.]",
        "The offer stands as long as it is valid[.|, and we announce changes 30 days ahead.]",
        "Sorry about that, I have just sent it again.", "The invoice comes by mail as a PDF [on the day of shipping.|with the shipping note.]",
    ),
}  # fmt: skip

GREET_FIRM = ("Hello,", "Hi,", "Dear {staff_call},", "Hi {staff_call},", "Good morning,")
GREET_CUSTOMER = ("Dear {call},", "Hello {call},", "Dear {call},")
CLOSE_CUSTOMER = ("", "Thanks", "Best regards", "Kind regards", "Many thanks", "Regards")
CLOSE_CUSTOMER_LATER = ("", "Thanks", "Best regards", "Regards")
CLOSE_FIRM = (
    "Best regards",
    "Kind regards",
    "With best wishes",
    "Please let me know if you have any questions.",
)
PHONE_SIGNATURE = "Sent from my phone"
QUOTE_HEAD = "On {at}, {who} <{mail}> wrote:"
