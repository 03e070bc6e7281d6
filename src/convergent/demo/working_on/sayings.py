"""The words of the demonstration's schools: what they work on, think, try and see."""

from __future__ import annotations

from dataclasses import dataclass

READ = "Every student reads, writes and talks about texts worth reading"
SOLVE = "Students solve problems worth solving, together"
HERE = "Every student is here, and is known by name"


@dataclass(frozen=True)
class Idea:
    """A link of a theory, with what is seen where it holds and where it does not."""

    if_we: str
    then_they: str
    seen: str
    not_seen: str
    test: str


CARRIED = {
    READ: (
        "Students quote the text when they answer",
        "Every grade reads one whole book together each quarter",
        "Students write about what they read, every week",
        "Talk about texts fills a third of each reading lesson",
    ),
    SOLVE: (
        "Students explain how they solved it before they hear an answer",
        "One rich problem a week, in every mathematics class",
        "Students compare two ways to solve a problem",
    ),
    HERE: (
        "No student misses a tenth of the days without a call home",
        "Every student has one adult who knows why she is away",
    ),
}
OWN = (
    "The playground is a place without fear",
    "New teachers stay with us",
    "Families read with us on Thursdays",
    "Our building is clean and warm",
    "Science with hands, not only with books",
)
UNSAID = ("Our plan of 2023", "Better scores in every subject", "Technology in every classroom")
ENDED = (
    ("Tablets for every student", "They are there. What they are good for belongs to reading now."),
    ("A new report card", "Done, and nobody asks for another one."),
    ("Four goals at once", "Nobody could name all four. We kept the one that people knew."),
)
IDEAS = (
    Idea(
        "plan one question worth arguing about in each team meeting",
        "students speak more than their teacher",
        "In six of eight lessons students spoke more than half of the time.",
        "The question was on the board, and the teacher answered it in most lessons.",
        "Count who speaks, in four lessons of each grade",
    ),
    Idea(
        "come back within two weeks to what was agreed after a visit",
        "teachers try the next step",
        "Seven of nine next steps were tried when the visitor came back.",
        "Half of the follow-ups fell out, and with them the next step.",
        "Ask each teacher whether somebody came back",
    ),
    Idea(
        "look at student work together every second week",
        "teachers teach again what was not understood",
        "Three teams taught fractions again in another way, and said why.",
        "The meetings went to logistics in October.",
        "Read the minutes of four meetings of each team",
    ),
)
QUESTIONS = (
    (
        "Do students say more when they talk in pairs first?",
        "Two minutes in pairs before each discussion.",
        "About twice as many will speak.",
        "Students who speak in a discussion",
    ),
    (
        "Does a call on the first day away bring them back sooner?",
        "The office calls before ten.",
        "Absences of three days and more will fall by a third.",
        "Students away for three days or more",
    ),
    (
        "Do shorter texts make them quote more?",
        "One page instead of a chapter, twice a week.",
        "Most will quote at least once.",
        "Students who quote the text",
    ),
)
ANSWERS = (
    "The page of this priority, with its measures, is what we send.",
    "Our leadership team keeps it with the priority and sends it each time.",
    "It is part of what this team does anyway; we add the table that they want.",
)

# What teams meet for: of a grade or a subject, and of the school's leaders.
PURPOSES = (
    "We plan lessons together, and look at what students made of the last ones.",
    "We lead instruction together: what we see, what we try, who does what.",
)
LOOKED_AT = (
    "Exit tickets of last week, three from each class",
    "What students wrote on the last common assessment",
    "Who missed more than two days since we met",
    "Notes from four lessons: who talks, and to whom",
    "The next unit: where will students get stuck?",
    "How the new grouping worked",
)
DECIDED = (
    "Every lesson this month has one question that students answer from the text.",
    "We reteach fractions on a number line in small groups, twice a week.",
    "We give the same short task in all classes, and bring the work.",
    "Two of us watch one lesson of a third, and say one thing that they saw.",
    "We call the families of students who missed more than five days.",
    "Nobody plans alone on Tuesdays; the coach sits with us.",
)
PROMISED = (
    "Bring the work of five students",
    "Write the question for Monday’s text",
    "Ask who can cover the planning period",
    "Try the small groups and say how it went",
    "Call three families",
    "Copy the short task for all classes",
    "Watch a lesson of a colleague",
    "Find a text that the newcomers can read",
)
TOOK_NOTE = "Cover took the time; we begin anew in smaller steps."

# What visitors saw, in words that judge nothing; next steps; what teachers answered.
SEEN = (
    "Three students went back to paragraph 4 without being asked.",
    "Two students built on what a third had said, and named her.",
    "Every pair had a sentence from the text on its sheet after six minutes.",
    "You waited while nobody spoke, and then four hands went up.",
    "A student changed his answer and said which line changed his mind.",
    "The question on the board had more than one answer, and the class found two.",
    "Students read each other’s drafts aloud before they wrote again.",
)
NEXT_STEPS = (
    "Let two students answer each other before you do.",
    "Ask “Where do you see that?” once in each half of the lesson.",
    "Give the pairs one minute to write before they talk.",
    "Choose the question that you will not answer yourself.",
    "Put the sentence that they argue about where everybody can point at it.",
)
THANKS = (
    "Thank you. I will try it with my third period first.",
    "That was a good day for them. Come back for the second part.",
    "I had not seen that pair. I will look for it tomorrow.",
)

BETWEEN_US = (
    "We watched two lessons and agreed on one thing to say to the team.",
    "The schedule first, then what the last team meeting left open.",
    "She wrote the next agenda while I asked; planning time is the knot.",
    "We read the newest results side by side and wrote down two questions.",
    "I took the form off her desk; the hour went into the reading lessons.",
)
PROMISED_EACH_OTHER = (
    ("Ask Facilities about the doors in the science wing", "Open each team meeting with its task"),
    ("Find a day of cover for the visit to another school", "Visit the two new teachers this week"),
    ("Bring the example agenda of another school", "Write the cover plan with the team leads"),
    ("Keep the new report off the desk until January", "Read three lesson plans with the coach"),
)
LOOK_AT = (
    "The first ten minutes of three reading lessons",
    "How the grade teams use their planning time",
    "What became of the feedback of this month",
)
