"""A OneRoster 1.2 export of one district, one school, two students and their teacher."""

import zipfile
from pathlib import Path

FILES = {
    "orgs.csv": """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Harbor City,district,HC,
s1,,,Lincoln Middle,school,LM,d1
""",
    "academicSessions.csv": """\
sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y27,,,2026-27,schoolYear,2026-08-17,2027-06-12,,2027
t1,,,Fall,term,2026-08-17,2026-12-20,y27,2027
""",
    "courses.csv": """\
sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
c1,,,y27,Reading 6,R6,06,d1,Reading,01
""",
    "users.csv": """\
sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
u1,,,true,ana,{SIS:1},Ana,Silva,,1001,ana@example.org,,,,06,,m1,,,,s1,
u2,,,true,ben,{SIS:2},Ben,Cole,,1002,ben@example.org,,,,06,,m2,,,,s1,
u3,,,true,tia,,Tia,Reyes,,9001,tia@example.org,,,,,,,,,,s1,
""",
    "roles.csv": """\
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,u1,primary,student,2026-08-17,,s1,
r2,,,u2,primary,student,2026-08-17,,s1,
r3,,,u3,primary,teacher,2026-08-17,,s1,
""",
    "classes.csv": """\
sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
k1,,,Reading 6-1,06,c1,6-1,scheduled,Room 1,s1,t1,Reading,01,1
""",
    "enrollments.csv": """\
sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,k1,s1,u1,student,,2026-08-17,2026-12-20
e2,,,k1,s1,u2,student,,2026-08-17,2026-12-20
e3,,,k1,s1,u3,teacher,true,2026-08-17,2026-12-20
""",
    "demographics.csv": """\
sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus
u1,,,2015-03-01,female,false,true,false,false,false,false,false,,,,
u2,,,2015-04-01,male,false,false,true,false,false,false,true,,,,
""",
}

MORE = {
    "userProfiles.csv": """\
sourcedId,status,dateLastModified,userSourcedId,profileType,vendorId,applicationId,description,credentialType,username,password
p1,,,u1,reader,v1,a1,Reading app,sso,ana,
""",
    "categories.csv": """sourcedId,status,dateLastModified,title,weight
g1,,,Homework,40
""",
    "scoreScales.csv": """\
sourcedId,status,dateLastModified,title,type,orgSourcedId,courseSourcedId,classSourcedId,scoreScaleValue
x1,,,Letters,letters,s1,c1,k1,"{A:90-100},{B:80-89}"
""",
    "lineItems.csv": """\
sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId
l1,,,Essay,On rivers,2026-09-01,2026-09-08,k1,g1,t1,0,10,s1
""",
    "results.csv": """\
sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing
v1,,,l1,u1,fully graded,9.5,2026-09-09,,A,k1,false,false,false,false
""",
    "lineItemScoreScales.csv": """\
sourcedId,status,dateLastModified,title,lineItemSourcedId,scoreScaleSourcedId
ls1,,,,l1,x1
""",
    "resultScoreScales.csv": """\
sourcedId,status,dateLastModified,title,resultSourcedId,scoreScaleSourcedId
rs1,,,,v1,x1
""",
    "lineItemLearningObjectiveIds.csv": """\
sourcedId,status,dateLastModified,lineItemSourcedId,source,learningObjectiveId
lo1,,,l1,case,RL.6.1
""",
    "resultLearningObjectiveIds.csv": """\
sourcedId,status,dateLastModified,resultSourcedId,source,learningObjectiveId,score,textScore
ro1,,,v1,case,RL.6.1,3,
""",
    "resources.csv": """\
sourcedId,status,dateLastModified,vendorResourceId,title,roles,importance,vendorId,applicationId
b1,,,isbn-1,Rivers,"student,teacher",primary,v1,a1
""",
    "classResources.csv": """\
sourcedId,status,dateLastModified,title,classSourcedId,resourceSourcedId
cr1,,,Rivers,k1,b1
""",
    "courseResources.csv": """\
sourcedId,status,dateLastModified,title,courseSourcedId,resourceSourcedId
or1,,,Rivers,c1,b1
""",
    "userResources.csv": """\
sourcedId,status,dateLastModified,userSourcedId,orgSourcedId,classSourcedId,resourceSourcedId
ur1,,,u1,s1,k1,b1
""",
}
EVERY = {**FILES, **MORE}

USERS_1_1 = """\
sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u1,,,true,s1,student,ana,,Ana,Silva,,1001,,,,,06,
u2,,,true,s1,student,ben,,Ben,Cole,,1002,,,,,06,
u3,,,true,"s1,d1",teacher,tia,,Tia,Reyes,,9001,,,,,,
u4,,,true,d1,administrator,kim,,Kim,Park,,9002,,,,,,
"""


def write(folder: Path, files: dict[str, str], **changed: str) -> Path:
    """Writes the files; `changed` holds others by their name without `.csv`, or none for empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**files, **{f"{stem}.csv": new for stem, new in changed.items()}}.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def packed(archive: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return archive
