"""Latin words that names of people and firms abroad are put together from, by culture."""


def _names(male: str, female: str, family: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return tuple(male.split()), tuple(female.split()), tuple(family.split(","))


# culture: given names of men, of women, family names
PEOPLE = {
    "english": _names(
        "James Oliver Thomas Daniel Samuel Henry Peter Andrew Martin Colin Graham Stuart Neil Adam Ryan Kevin Brian "
        "Scott Eric Nathan Gareth Simon Marcus Alan Trevor Russell Keith Ross Joel Derek",
        "Emma Sarah Laura Rachel Claire Helen Megan Alice Hannah Rebecca Julia Karen Susan Fiona Nicola Amy Holly "
        "Diane Erin Paula Joanna Lucy Victoria Gemma Leah Ruth Heather Tessa Naomi Bridget",
        "Harper,Whitfield,Ashworth,Collins,Bennett,Pearson,Langley,Marsh,Fletcher,Hargreaves,Dalton,Barlow,Sutton,"
        "Preston,Holloway,Reeves,Thornton,Aldridge,Mercer,Norris,Kendall,Lowell,Garner,Winslow,Brewer,Sheridan,"
        "Mackay,Doyle,Farrell,Penrose,Tate,Hobbs,Wheeler,Crane,Stokes,Bolton,Radford,Ellison,Gilmore,Hathaway",
    ),
    "german": _names(
        "Stefan Thomas Markus Andreas Jürgen Matthias Florian Tobias Sebastian Uwe Holger Jens Lukas Dirk Rainer",
        "Sabine Katrin Anja Birgit Julia Nicole Petra Silke Franziska Heike Lena Martina Claudia Ulrike",
        "Brandt,Keller,Vogel,Hartmann,Lindner,Seidel,Kaiser,Böhm,Winter,Engel,Haas,Schreiber,Krüger,Arnold,Ritter,"
        "Steiner,Baumann,Pfeiffer,Dietrich,Ziegler,Hoffmeister,Lorenz,Busch,Reuter",
    ),
    "dutch": _names(
        "Jeroen Bas Maarten Pieter Sander Wouter Ruben Joost Thijs Gijs",
        "Marieke Sanne Anouk Femke Lotte Ilse Esther Maaike",
        "de Vries,van Dijk,Bakker,Visser,Smits,Mulder,de Graaf,Dekker,van den Berg,Kuipers,Hendriks,Verhoeven",
    ),
    "french": _names(
        "Julien Nicolas Guillaume Antoine Mathieu Olivier Laurent Benoît Étienne Pascal",
        "Camille Sophie Aurélie Isabelle Céline Élodie Nathalie Hélène Marion",
        "Moreau,Lefèvre,Girard,Mercier,Chevalier,Fontaine,Roussel,Blanchard,Gauthier,Perrin,Marchand,Colin,Renaud",
    ),
    "italian": _names(
        "Marco Luca Andrea Davide Stefano Paolo Matteo Giorgio Fabio Roberto",
        "Giulia Chiara Elena Francesca Silvia Valentina Paola Federica",
        "Ferrari,Conti,Gallo,Rinaldi,Moretti,Barbieri,Fontana,Caruso,Martini,Serra,Villa,Pellegrini,Marchetti",
    ),
    "spanish": _names(
        "Javier Carlos Miguel Álvaro Sergio Pablo Rubén Jorge Diego",
        "Lucía Marta Elena Cristina Raquel Beatriz Pilar Nuria Ainhoa",
        "Navarro,Ortega,Molina,Serrano,Iglesias,Castillo,Cortés,Vidal,Pascual,Herrero,Lozano,Marín,Ibáñez",
    ),
    "nordic": _names(
        "Erik Johan Anders Magnus Fredrik Henrik Lars Oskar Mikael Nils",
        "Anna Karin Ingrid Sofia Maja Elin Kristina Linnea Annika",
        "Lindqvist,Berglund,Sandberg,Holm,Nyström,Ekström,Hedlund,Sjöberg,Forsberg,Wallin,Åkesson,Dahl,Norén",
    ),
    "japanese": _names(
        "Kenji Hiroshi Takeshi Daisuke Yuki Shota Kazuya Makoto Ryo Satoru Naoki",
        "Yuko Keiko Ayumi Naomi Haruka Emi Mariko Kaori Sachiko",
        "Sato,Tanaka,Kobayashi,Nakamura,Yoshida,Matsumoto,Inoue,Shimizu,Mori,Hayashi,Ogawa,Okada,Fujita,Nishimura",
    ),
    "korean": _names(
        "Minjun Jihoon Sungho Dongwook Hyunwoo Jaemin Taeyang Youngsoo",
        "Jiwon Soyeon Minji Hyejin Eunji Yuna Seoyeon",
        "Kim,Lee,Park,Choi,Jung,Kang,Yoon,Lim,Han,Shin,Seo,Kwon",
    ),
    "singapore": _names(
        "Wei Ming|Jun Hao|Kok Leong|Boon Kiat|Zhi Wei|Daniel|Marcus|Desmond|Alvin".replace(" ", "~").replace(
            "|", " "
        ),
        "Hui Min|Xin Yi|Siew Ling|Mei Fang|Rachel|Joanne|Pei Shan|Cheryl".replace(" ", "~").replace("|", " "),
        "Tan,Lim,Lee,Ng,Wong,Goh,Chua,Koh,Teo,Ong,Yeo,Sim",
    ),
    "indian": _names(
        "Arjun Rahul Vikram Sandeep Rajesh Karthik Anil Suresh Manoj Aditya Praveen",
        "Priya Anjali Kavita Deepa Sunita Meera Lakshmi Nisha Divya",
        "Sharma,Iyer,Nair,Reddy,Menon,Kulkarni,Desai,Joshi,Rao,Bhat,Krishnan,Mehta,Pillai,Verma",
    ),
    "portuguese": _names(
        "João Rafael Thiago Bruno Leandro Gustavo Felipe Eduardo",
        "Mariana Camila Fernanda Juliana Patrícia Letícia Renata",
        "Almeida,Barbosa,Carvalho,Teixeira,Moura,Ribeiro,Cardoso,Nogueira,Farias,Monteiro,Peixoto",
    ),
}

# A firm's head is one of each; no head ends as a tail begins, so no two spell the same domain.
HEAD_FIRST = (
    "Bright North Silver Stone Oak River Clear High West Iron Copper Red Blue Swift True Ever Lake Hill Green "
    "Fair Wind Sun Moor Harbour Summit Aspen Cedar Falcon Heron Kestrel Otter Maple Willow Granite Amber Cobalt "
    "Quarry Prairie Canyon Meadow Thistle Juniper Bramble Saffron Slate Marble Pebble Lantern Beacon Compass"
).split()
HEAD_SECOND = (
    "water field gate bridge ridge mark well point line path wick ford dale brook crest haven peak light wood "
    "bay mere vale cliff grove reach bank moor fen glen side"
).split()
HEADS = tuple(
    (first + second, (first + second).lower())
    for first in HEAD_FIRST
    for second in HEAD_SECOND
    if first.lower() != second and not first.lower().endswith(second)
)

TITLES = {
    "purchasing": ("Purchasing Manager", "Buyer", "Senior Buyer", "Procurement Specialist"),
    "engineering": ("Hardware Engineer", "R&D Manager", "Embedded Engineer", "CTO", "Lead Design Engineer"),
    "production": ("Production Manager", "Process Engineer", "Manufacturing Engineer"),
    "quality": ("Quality Manager", "Supplier Quality Engineer"),
    "it": ("IT Manager", "Systems Administrator"),
    "finance": ("Finance Manager", "Accounts Payable"),
    "management": ("Managing Director", "General Manager", "Office Manager"),
    "warehouse": ("Warehouse Supervisor", "Logistics Coordinator"),
    "lab": ("Laboratory Manager", "Associate Professor", "Research Fellow", "PhD Student", "Technician"),
    "office": ("Project Officer", "Head of Section", "Contracts Officer"),
}
DEPARTMENTS = {
    "purchasing": "Purchasing",
    "engineering": "R&D",
    "production": "Production",
    "quality": "Quality",
    "it": "IT",
    "finance": "Finance",
    "management": "Management",
    "warehouse": "Logistics",
    "lab": "Laboratory",
    "office": "Projects Office",
}
STREETS = {
    "road": (
        "Mill Lane",
        "Station Road",
        "Commerce Drive",
        "Enterprise Way",
        "Foundry Street",
        "Canal Street",
        "Industrial Park Road",
        "Orchard Road",
        "Foxglove Close",
        "Riverside Drive",
        "Tech Center Drive",
    ),
    "german": ("Industriestraße", "Gartenweg", "Am Mühlbach", "Lindenstraße", "Werkstraße", "Im Gewerbepark"),
    "dutch": ("Molenweg", "Stationsstraat", "Havenkade", "Techniekweg", "Dorpsstraat"),
    "french": ("rue des Tilleuls", "avenue de l'Industrie", "rue du Moulin", "chemin des Vignes"),
    "italian": ("Via dell'Artigianato", "Via Garibaldi", "Via delle Rose", "Viale dell'Industria"),
    "spanish": ("Calle del Molino", "Avenida de la Industria", "Calle Mayor", "Calle de la Fuente"),
    "nordic": ("Industrivägen", "Storgatan", "Skogsvägen", "Hamngatan"),
    "japanese": ("Midori-cho", "Sakae-machi", "Higashi-cho", "Nishi-machi"),
    "korean": ("Saneop", "Gongdan", "Haneul", "Baram"),
    "singapore": ("Techpark Crescent", "Loyang Rise", "Kallang Place", "Tagore Avenue"),
    "indian": ("Industrial Layout, 2nd Cross", "MG Road", "Lake View Road", "Electronics Estate, Phase 2"),
    "portuguese": ("Rua das Palmeiras", "Avenida Industrial", "Rua do Porto"),
}
FREE_MAIL = ("postnook.example", "mailbarn.example", "inboxly.example", "lettermint.example")

_PLAIN = str.maketrans("éèêëáàãâäåíìïîóòõôöúùûüçñÉÅÖÄÜ", "eeeeaaaaaaiiiiooooouuuucnEAOAU")


def plain(name: str) -> str:
    """Spell a name with the letters a mail address may have: Jürgen de Vries → jurgendevries."""
    return name.translate(_PLAIN).replace("ß", "ss").replace(" ", "").replace("'", "").lower()
