//! The stories in English.

use super::{Story, Told, row};

/// One row a story, in the order of the enum.
#[rustfmt::skip]
pub(super) const TOLD: [Told; Story::COUNT] = [
    row(Story::NightRespite, "", [
        ["Looks for a short stay at night. The mother has slept badly for weeks.",
         "Named two medical short-stay places nearby and explained how to apply."],
        ["No short stay is free on the day of a family event.",
         "Found a place with room and said how to visit it."],
    ], "Ask how the visit went"),
    row(Story::ParentInHospital, "", [
        ["Needs a place for the child while the mother is in hospital.",
         "Suggested a short stay with visiting nurses; explained the forms at the town office."],
        ["Expects a baby; who looks after the elder child and drives to the hospital?",
         "Listed the help around a birth; the plan is to be revised with the support specialist."],
    ], "Ask what was granted"),
    row(Story::ComingHome, "", [
        ["Discharge is settled; worried about life at home.",
         "Explained the steps until discharge and how visiting nurses help; will join the meeting."],
        ["Which services are there after discharge, and whom to ask?",
         "Introduced the public health nurse and a coordinator; arranged a first meeting."],
    ], "Check the day of discharge"),
    row(Story::HomeNursing, "", [
        ["Would like more visits by a children's nurse, on weekends too.",
         "Asked the nursing stations of the area and named two with room."],
        ["Each fever raises the question where to go. Is there a doctor nearby?",
         "Talked it over with the doctor in charge; a clinic nearby will be asked."],
    ], "Check the nursing contract"),
    row(Story::Suction, "", [
        ["The grandmother should learn suction too.",
         "Suggested lessons by the visiting nurse and explained the doctor's order."],
        ["The suction device wakes everybody at night. Is there a quieter one?",
         "Arranged a trial with a supplier and said which devices are paid for."],
    ], "Ask about the trial"),
    row(Story::TubeFeeding, "", [
        ["Feeding takes so long that the day falls apart.",
         "Named the nurse and the dietitian to ask; showed how to keep a record."],
        ["What to mind in daily life after the gastrostomy tube was changed?",
         "Asked the hospital and called back, with signs that need a doctor."],
    ], "Ask how feeding goes"),
    row(Story::Devices, "", [
        ["When is a new buggy due, and what are the forms?",
         "Explained the steps and the papers for an assistive device."],
        ["Bathes the child alone and has hurt her back. Would like to try a bath chair.",
         "Asked a supplier for a trial; mentioned the bathing service at home."],
    ], "Date of the trial"),
    row(Story::NurseryPlace, "", [
        ["Looks for a nursery with a nurse for next year.",
         "Asked the childcare section; they will explain what they can offer."],
        ["Wants to go back to work, but the nursery declined because of the care.",
         "Heard what happened; will come along to the childcare section."],
    ], "Meeting with the childcare section"),
    row(Story::SchoolChoice, "", [
        ["How is the school chosen, and when are the visits?",
         "Explained the steps of the school consultation and whom to call."],
        ["Can the local primary school give medical care?",
         "Told of schools with a nurse and arranged a visit."],
    ], "Ask about the school visit"),
    row(Story::SchoolCommute, "", [
        ["Cannot go along to school every day any longer.",
         "Listed what helps on the way to school; the school will be met."],
        ["Can the child join the school trip without a parent?",
         "Asked how the school decides; advised on the doctor's statement."],
    ], "Result of the talk with the school"),
    row(Story::AfterSchool, "", [
        ["Only one day a week has a place after school.",
         "Looked for day services with a nurse and passed on what is free."],
        ["Needs more places to be during the summer holidays.",
         "Named daytime care and day stays."],
    ], "Check the number of days"),
    row(Story::DayPlace, "", [
        ["Would like to try a day service. Which of them can give care?",
         "Sent the list of the area and explained how to try one."],
        ["Would like more days, but cannot go without transport.",
         "Asked the services with a bus; passed it on to the support specialist."],
    ], "Ask about the first days"),
    row(Story::AfterGraduation, "", [
        ["Thinks about days and nights after graduation.",
         "Named day care and group homes, and when trial days are held."],
        ["How does one move from the children's doctor to one for adults?",
         "Asked the hospital and wrote the steps down."],
    ], "Ask where the trial days should be"),
    row(Story::Family, "", [
        ["Misses the siblings' events. Who could stay at home meanwhile?",
         "Named home help and long visits by a nurse."],
        ["Is worn out by the care and would like to talk.",
         "Listened; told of the families' meeting and of ways to rest."],
    ], "Ask how things are"),
    row(Story::Allowance, "", [
        ["What is needed to apply for the special child allowance?",
         "Explained who can have it and the form for the doctor; named the office."],
        ["Can a new suction device be had as daily equipment?",
         "Explained the years of use and the own share; checked and called back."],
    ], "Ask whether it was applied for"),
    row(Story::PowerCut, "", [
        ["Worried about the ventilator in a power cut.",
         "Explained spare batteries and what is paid for; advised an evacuation plan."],
        ["Which shelters have electricity for devices?",
         "Asked the disaster section and passed on the shelters."],
    ], "Progress of the evacuation plan"),
    row(Story::MovingIn, "", [
        ["Will move here from another prefecture; the services should go on.",
         "Sent a list of the forms; suggested a handover meeting."],
        ["Looks for a doctor and nurses near the new home.",
         "Spoke with the center they leave; named places to ask."],
    ], "Day of the move, handover"),
    row(Story::WardDischarge, "Hospital, liaison office", [
        ["A child will be discharged; who takes over in the area?",
         "Named the coordinator and will join the discharge meeting."],
        ["Asks us to join the discharge meeting.",
         "Settled a date; asked the town and the nursing station to come."],
    ], "Date of the discharge meeting"),
    row(Story::AdultClinic, "Hospital, children's clinic", [
        ["A patient should move on to adult care. Who helps in the area?",
         "Listed everybody who helps; will join the meeting."],
        ["No short stay can be found for a patient over 18.",
         "Asked the places that take adults and called back."],
    ], "Date of the handover meeting"),
    row(Story::NursingStation, "Home nursing station", [
        ["How do others manage urgent visits at night?",
         "Sent a summary of what the area does."],
        ["Takes a child with a ventilator for the first time. Is there a training?",
         "Gave the dates and named a station that can be visited with."],
    ], "Arrange a joint visit"),
    row(Story::Clinic, "Children's clinic", [
        ["The family is exhausted and needs respite.",
         "Checked which medical short stays have room; explained how to apply."],
        ["A family asks for vaccinations at home.",
         "Asked for doctors who make visits and called back."],
    ], "Ask what came of it"),
    row(Story::ShortStayVacancy, "Support planning office", [
        ["Looks for a short stay. Where is room?",
         "Checked the medical short stays and called back."],
        ["Is there a short stay in an emergency?",
         "Explained how to register beforehand; named two places."],
    ], "Check again where is room"),
    row(Story::PlanSpecialist, "Support planning office", [
        ["Asks for a specialist who knows medical care.",
         "Named an office with a trained specialist."],
        ["Plans for such a child for the first time and asks for advice.",
         "Showed an example; will join the meeting of all involved."],
    ], "Join the meeting"),
    row(Story::StaffTraining, "After-school day service", [
        ["Staff should be trained in suction and tube feeding.",
         "Gave the dates of the training and how to apply."],
        ["What to do on days without the nurse?",
         "Told what others do; suggested a contract with a nursing station."],
    ], "Check the application"),
    row(Story::Transport, "Child development service", [
        ["How is care given on the bus?",
         "Went through the doctor's orders and the calls in an emergency."],
        ["Would like to take children with care. What is needed?",
         "Explained the conditions and how others found nurses."],
    ], "How far the preparations are"),
    row(Story::NurseryStaff, "Nursery", [
        ["A nurse will be needed from next year.",
         "Explained the support for nurseries and sent the guide."],
        ["Unsure about mealtimes of a child with a tube.",
         "Visited the nursery; wrote down what to ask the doctor."],
    ], "Visit the nursery"),
    row(Story::SchoolCare, "Special needs school", [
        ["How is care given on a school outing?",
         "Told how others take a nurse along and act in an emergency."],
        ["Asks for advice on care at school from April.",
         "Advised on the doctor's orders and the school's own procedure."],
    ], "Check the arrangements"),
    row(Story::SchoolBoard, "Board of education", [
        ["How does a nurse come to a primary school?",
         "Explained what other towns do and what the state pays."],
        ["Asks us to a meeting about a child who starts school.",
         "Settled a date; will hear the family first."],
    ], "Date of the meeting"),
    row(Story::Benefits, "Municipal welfare section", [
        ["Would add spare batteries to daily equipment. What do others do?",
         "Sent a summary of the prefecture."],
        ["How many days of short stay are right?",
         "Shared how the family is; suggested a meeting on the plan."],
    ], "How far the rules are"),
    row(Story::EvacuationPlan, "Municipal disaster section", [
        ["How is an evacuation plan made for a child with care?",
         "Sent the form and the steps; told of a drill."],
        ["Families should join the evacuation drill.",
         "Told the families' group; listed power and transport to be checked."],
    ], "Prepare the drill"),
    row(Story::Region, "Municipal welfare section", [
        ["How can the children of the town be counted?",
         "Showed a questionnaire; advised who could do what."],
        ["Asks us to advise the town's council.",
         "Will come to the next meeting and report from the area."],
    ], "Attend the council"),
    row(Story::Conference, "Hospital, liaison office", [
        ["Settled the date of a discharge meeting with all involved.",
         "Hospital, nurses and town will come; the date was sent."],
        ["Agreed with the nursing station who visits when.",
         "Made a table by weekday and sent it round."],
    ], "Attend the meeting"),
    row(Story::StayArranged, "Short-stay place", [
        ["Asked a short-stay place whether it can take the child.",
         "Set a day for a visit; told the family and the specialist."],
        ["Looked for a short stay in an emergency.",
         "A place was found; handed over what it must know."],
    ], "Come along to the visit"),
    row(Story::SchoolArranged, "Special needs school", [
        ["Talked with the school about care after the start.",
         "Checked the doctor's orders and how long a parent stays."],
        ["Brought the nurses of nursery and school together.",
         "Held a handover meeting and shared the procedure."],
    ], "Check how school goes"),
    row(Story::OfficeList, "Support planning office", [
        ["Sent the new list of services to the planning offices.",
         "Explained what changed and asked for more."],
        ["Was asked for day services that can give care.",
         "Sent the list; each service knows its own vacancies."],
    ], "Renew the list"),
    row(Story::TrainingDates, "Home nursing station", [
        ["Told all involved the dates of the supporters' training.",
         "Gave the deadline and who can attend."],
        ["Sent the invitation to the home care workshop.",
         "Will collect who wants to come."],
    ], "Collect who comes"),
];
