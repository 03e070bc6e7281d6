"""What is known of the results files of each product, and of what another tool read in them."""

FILES = {
    "access": "access/sample_anonymized_file_ACCESS.csv",
    "ap": "ap/SAMPLE_AP_2324.csv",
    "cmas": "cmas/sample_anonymized_file.csv",
    "cogat": "cogat/sample_anonymized_file.csv",
    "dibels8": "dibels8/sample_anonymized_file.csv",
    "fastbridge": "fastbridge_math/sample_anonymized_file.csv",
    "fountas_pinnell": "fountas_pinnell/sample_anonymized_file_FnP.csv",
    "gold": "gold/sample_anonymized_file.csv",
    "iready_ela": "iready/sample_anonymized_file_ela.csv",
    "iready_math": "iready/sample_anonymized_file_math.csv",
    "istation": "istation/sample_anonymized_file.csv",
    "map_growth": "map_growth/sample_anonymized_file.csv",
    "sat": "sat/sample_anonymized_file_sat.csv",
    "sc_ready": "sc_ready/sample_anonymized_file.csv",
    "staar": "staar/sample_anonymized_file.csv",
    "star_reading": "star/SR_sample_anonymized_file.csv",
}
RESULTS = {  # counted by hand in each file: filled blocks of wide files, rows of long ones
    "access": 4,
    "ap": 13,
    "cmas": 5,
    "cogat": 5,
    "dibels8": 5,
    "fastbridge": 30,
    "fountas_pinnell": 10,
    "gold": 28,
    "iready_ela": 5,
    "iready_math": 5,
    "istation": 36,
    "map_growth": 7,
    "sat": 10,
    "sc_ready": 10,
    "staar": 20,
    "star_reading": 5,
}
SUGGESTED = {  # of student, day, score and grade, what is proposed as sure without the layout
    "access": {"student_id", "administered_on", "score", "grade"},
    "ap": {"student_id"},
    "cmas": {"student_id", "grade"},
    "cogat": {"student_id", "administered_on"},
    "dibels8": {"student_id", "administered_on", "score"},
    "fastbridge": {"student_id"},
    "fountas_pinnell": {"student_id", "administered_on", "grade"},
    "gold": set(),
    "iready_ela": {"student_id", "score", "grade"},
    "iready_math": {"student_id", "score", "grade"},
    "istation": {"student_id", "grade"},
    "map_growth": {"student_id", "administered_on", "score"},
    "sat": {"student_id"},
    "sc_ready": {"student_id", "grade"},
    "staar": {"grade"},
    "star_reading": {"student_id", "score", "grade"},
}
EXPECTED = {
    "dibels8": ("dibels8/expected_dibels8.jsonl", "DIBELS 8th Edition"),
    "fastbridge": ("fastbridge_math/expected_fb_math.jsonl", "Early Math"),
    "iready_ela": ("iready/expected_iready_ela.jsonl", "i-Ready Diagnostic"),
    "iready_math": ("iready/expected_iready_math.jsonl", "i-Ready Diagnostic"),
    "map_growth": ("map_growth/expected_map_growth.jsonl", "MAP Growth"),
    "sat": ("sat/expected_sat.jsonl", "SAT"),
}
RESULT, PART = "result", "part"
COMPARED = {
    "dibels8": {
        "Composite Score": (RESULT, "score"),
        "Composite Level": (RESULT, "level"),
        "Benchmark Period": (RESULT, "administration"),
        "Composite National Norm Percentile": (RESULT, "percentile"),
        "Composite Score Lexile": (PART, "Lexile"),
        "Assessment Measure Score": (PART, "Score"),
        "Assessment Measure Level": (PART, "Level"),
        "Assessment Measure National Norm Percentile": (PART, "National Norm Percentile"),
    },
    "fastbridge": {
        "Composite Score": (RESULT, "score"),
        "Assessment Period": (RESULT, "administration"),
        **{
            name: (PART, name)
            for name in (
                "School Percentile",
                "LEA Percentile",
                "National Percentile",
                "Growth Score from Fall",
                "Growth Score from Winter",
                "School Growth Percentile from Fall",
                "District Growth Percentile from Fall",
                "National Growth Percentile from Fall",
                "Growth Percentile by Start Score from Fall",
                "Items Correct",
                "IC per minute",
                "Total Items",
                "Number Read Correct",
                "NRC per minute",
                "Total Number Read",
            )
        },
        "Risk Level": (RESULT, "level"),
        "Risk Level of a part": (PART, "Risk Level"),
    },
    "map_growth": {
        "RIT Scale Score": (RESULT, "score"),
        "RIT Scale Score of a part": (PART, "RIT Scale Score"),
        "SEM": (RESULT, "standard_error"),
        "SEM of a part": (PART, "SEM"),
        "Test Percentile": (RESULT, "percentile"),
        "Achievement Quintile": (RESULT, "level"),
        "Subject": (RESULT, "subject"),
        **{
            name: (PART, name)
            for name in (
                *("Term Name", "Course", "Growth Measure YN", "Test Name"),
                *("Test Duration Minutes", "Percent Correct", "Goal Range", "Goal Adjective"),
            )
        },
    },
    "sat": {
        "Total Score": (RESULT, "score"),
        "Nationally Rep Sample Pctl Total Score": (RESULT, "percentile"),
        "User Percentile Total Score": (PART, "User Percentile"),
        "CCR Benchmark Indicator": (PART, "College and Career Readiness Benchmark"),
        **dict.fromkeys(
            ("Section Score", "Test Score", "Cross Test Score", "Subscore"), (PART, "Score")
        ),
        **{
            f"Nationally Rep Sample Pctl {kind}": (PART, "National Percentile")
            for kind in ("Section Score", "Test Score", "Cross Test Score", "Subscore")
        },
        **{
            f"User Percentile {kind}": (PART, "User Percentile")
            for kind in ("Section Score", "Test Score", "Cross Test Score", "Subscore")
        },
    },
}
for test in ("Reading", "Writing"):
    COMPARED["sat"] |= {
        f"Number of {test} Test Questions": (PART, "Questions"),
        f"Correct Answers to {test} Test Questions": (PART, "Correct"),
        f"Incorrect Answers to {test} Test Questions": (PART, "Incorrect"),
        f"Omitted {test} Test Questions": (PART, "Omitted"),
    }
for calculator, name in (("No Calc", "without"), ("Calc", "with")):
    COMPARED["sat"] |= {
        f"Number of Math {calculator} Test MC Questions": (
            f"Math Test {name} Calculator",
            "Multiple-Choice Questions",
        ),
        f"Number of Math {calculator} Test PR Questions": (
            f"Math Test {name} Calculator",
            "Student-Produced Questions",
        ),
        f"Correct Answers to Math {calculator} Test Questions": (
            f"Math Test {name} Calculator",
            "Correct",
        ),
        f"Incorrect Answers to Math {calculator} Test Questions": (
            f"Math Test {name} Calculator",
            "Incorrect",
        ),
        f"Omitted Math {calculator} Test Questions": (
            f"Math Test {name} Calculator",
            "Omitted",
        ),
    }
COMPARED["iready_ela"] = {
    "Overall Scale Score": (RESULT, "score"),
    "Overall Relative Placement": (RESULT, "level"),
    "Percentile": (RESULT, "percentile"),
    "Overall Placement": (PART, "Overall Placement"),
    "Placement": (PART, "Placement"),
    "Relative Placement": (PART, "Relative Placement"),
    "Scale Score": (PART, "Scale Score"),
    **{
        name: (PART, name)
        for name in (
            *("Lexile Measure", "Lexile Range", "Annual Typical Growth Measure"),
            *("Annual Stretch Growth Measure", "Mid On Grade Level Scale Score"),
            "Percent Progress to Annual Typical Growth (%)",
            "Percent Progress to Annual Stretch Growth (%)",
            *("Grouping", "Diagnostic Gain"),
        )
    },
}
COMPARED["iready_math"] = COMPARED["iready_ela"] | {
    name: (PART, name) for name in ("Quantile Measure", "Quantile Range")
}
LONGEST_OF_THEIRS = 50
"""Letters of a goal's name; the other tool cuts names after 60 characters."""
NOT_COMPARED = {
    "Enrolled Grade Level": "it writes 02 where the file has 2; our grade is compared with its own",
    "studentAssessmentIdentifier": "a hash of the other tool's own; ours is made otherwise",
    "assessmentReference": "names of the other tool's own",
    "schoolYearTypeReference": "of SAT unfilled (${API_YEAR}), of the others a setting of its run",
}
ACCESS_IS_OF_ANOTHER_SAMPLE = (
    "its five kindergartners of 2020 are not in the file, which has four third graders of 2026"
)
READ = {
    "assessmentPeriodDescriptor",
    "studentReference",
    "administrationDate",
    "whenAssessedGradeLevel",
    "whenAssessedGradeLevelDescriptor",
    "scoreResults",
    "performanceLevels",
    "studentObjectiveAssessments",
}
PARTS_CALLED_OTHERWISE = {
    "CAINC-IREADY-DIAGNOSTIC-MATH-ALGEBRA": "Algebra and Algebraic Thinking",
    "CAINC-IREADY-DIAGNOSTIC-ELA-COMP-OVERALL": "Comprehension: Overall",
    "CAINC-IREADY-DIAGNOSTIC-ELA-COMP-LITERATURE": "Comprehension: Literature",
    "CAINC-IREADY-DIAGNOSTIC-ELA-COMP-INFORMATION-TEXT": "Comprehension: Informational Text",
}
GRADES = {
    "Kindergarten": "KG",
    "Prekindergarten": "PK",
    "First grade": "01",
    "Second grade": "02",
    "Third grade": "03",
    "Fourth grade": "04",
    "Sixth grade": "06",
    "Ninth grade": "09",
    "Tenth grade": "10",
    "Eleventh grade": "11",
    "Twelfth grade": "12",
    "Out of School": None,
}
