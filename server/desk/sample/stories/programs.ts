import { assigns, closes, moves, notes, ranks, type Story, says } from '../story.ts'

/** Programs that do something else than they should. */
export const PROGRAM_STORIES: readonly Story[] = [
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 5.2,
    subject: 'Spreadsheet crashes when I open last year’s budget',
    priority: 'P2',
    text: `The budget file of last year closes the program as soon as I open it. No message, it is simply gone. The file of the year before opens without trouble.`,
    steps: [
      says(
        18,
        'ingrid',
        `Hello Nadia, could you tell me where the file lies? Then I look at it from here and leave your computer alone.`,
      ),
      says(11, 'nadia', `Finance, Budget, 2025, "Budget final v7 really final". I know.`),
      notes(
        23,
        'ingrid',
        `The file points at a printer that no longer exists, and the program dies while asking for it. Opens fine with that removed. I have a copy.`,
      ),
    ],
  },
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 207.7,
    subject: 'Calendar shows meetings one hour late',
    text: `Since Sunday all my meetings with the Lisbon office are shown an hour late. I have missed two.`,
    steps: [
      says(
        40,
        'tomas',
        `Hi Felix, your laptop kept the time zone of your last trip and the clocks changed on Sunday. Settings, Time, switch on "Set time zone automatically".`,
        'WAITING_ON_REQUESTER',
      ),
      says(75, 'felix', `That was it.`),
      says(5, 'tomas', `Good. The missed ones I cannot bring back, sadly.`, 'RESOLVED'),
      closes(),
    ],
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 1.4,
    subject: 'Stock app shows yesterday’s numbers',
    priority: 'P1',
    text: `All tablets show the stock of yesterday evening. Bookings of this morning are not there. We are counting by hand at gate 1.`,
  },
  {
    by: 'oliver',
    via: 'PORTAL',
    hoursAgo: 88.5,
    subject: 'Signature in mails still has the old street',
    priority: 'P4',
    text: `Our mail signature still has the old street in it, a month after the move. Can it be changed for everybody at once?`,
    steps: [
      assigns(260, 'ingrid', 'ingrid'),
      says(
        1_500,
        'ingrid',
        `Hi Oliver, yes, it is changed for everybody. New mails have it from now on.`,
        'RESOLVED',
      ),
    ],
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 1.1,
    subject: 'Stock app: numbers from yesterday on tablet 4',
    text: `Tablet 4 shows old numbers.`,
    steps: [
      notes(6, 'tomas', `Same as Mei's other one of this morning, all tablets are affected.`),
      moves(2, 'tomas', 'CLOSED', 'DUPLICATE'),
    ],
  },
  {
    by: 'felix',
    via: 'PORTAL',
    hoursAgo: 30.9,
    subject: 'Templates for offers in the new design',
    text: `The offers still use the old logo. Marketing says that you have to roll the new templates out. When would that be?`,
    steps: [
      assigns(70, 'tomas', 'owner'),
      says(9, 'tomas', `Hi Felix, we have them since Tuesday and are testing with two people from Sales.`),
    ],
  },
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 64.6,
    subject: 'Scan to mail sends empty pages',
    text: `The scanner on the second floor sends mails with empty pages when I use the feeder. From the glass it is fine.`,
    steps: [
      ranks(29, 'tomas', 'P4'),
      says(
        46,
        'tomas',
        `Hello Nadia, the roller of the feeder is worn. I can replace it tomorrow. Until then please use the glass, or the scanner on the first floor.`,
      ),
      notes(1_290, 'tomas', `Roller was not in the parcel. Asked the shop to send it again.`),
    ],
  },
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 3.3,
    subject: 'Strange mail that says it is from the director',
    priority: 'P2',
    text: `I got a mail from "the director" who asks me to buy gift cards for a customer, urgently and quietly. The address ends in .co instead of .com. I have not answered. Do you want to see it?`,
  },
]
