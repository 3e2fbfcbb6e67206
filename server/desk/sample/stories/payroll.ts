import { assigns, closes, moves, notes, ranks, type Story, says } from '../story.ts'

/** What a mail program made of a table and a picture in a signature. */
const PAYSLIP_MAIL = `<div style="font-family: Calibri, sans-serif; font-size: 11pt; color: #1f1f1f">
<p>Hello,</p>
<p>my payslip for last month does not match what arrived on my account. I compared it line by line:</p>
<table border="1" cellpadding="6" cellspacing="0" style="border-collapse: collapse">
<tr bgcolor="#e8eef7"><th align="left">Item</th><th align="right">Payslip</th><th align="right">Received</th></tr>
<tr><td>Base salary</td><td align="right">3,420.00</td><td align="right">3,420.00</td></tr>
<tr><td>Night shifts (6)</td><td align="right">348.00</td><td align="right">290.00</td></tr>
<tr><td>Travel, Gothenburg</td><td align="right">112.40</td><td align="right">0.00</td></tr>
<tr><td><b>Total</b></td><td align="right"><b>3,880.40</b></td><td align="right"><b>3,710.00</b></td></tr>
</table>
<p>So <b>170.40</b> are missing. Could somebody look at this before the next run on the 25th?</p>
<p>Kind regards<br>Mei Tanaka<br><span style="color: #6b6b6b; font-size: 9pt">Warehouse, gates 1 to 6</span></p>
<p><img src="https://images.northfield.example/signature/warehouse.png" alt="Northfield warehouse" width="220" height="48"></p>
</div>`

/** Pay, expenses and the programs around them. */
export const PAYROLL_STORIES: readonly Story[] = [
  {
    by: 'mei',
    via: 'EMAIL',
    hoursAgo: 22.8,
    subject: 'Payslip does not match the payment',
    priority: 'P2',
    html: true,
    text: PAYSLIP_MAIL,
    steps: [
      assigns(38, 'ingrid', 'ingrid'),
      says(
        12,
        'ingrid',
        `Hello Mei, thank you for the table, that saves us a lot of searching. I have asked the payroll office about the shifts and the trip and will write as soon as they answer, tomorrow at the latest.`,
      ),
      notes(
        140,
        'ingrid',
        `Payroll office: one of the six night shifts fell on the 1st and is booked for this month. The trip was approved but never exported. Both will be in the next run. They ask that we fix the export.`,
      ),
    ],
  },
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 101.9,
    subject: 'Payroll export stops at employee 214',
    priority: 'P1',
    text: `The monthly export to the payroll office stops at employee 214 with "invalid character". Nothing after that is written. The run is due tomorrow at noon.`,
    steps: [
      assigns(9, 'tomas', 'tomas'),
      notes(
        37,
        'tomas',
        `214 is the new colleague with a "ș" in the name. The export writes an old character set that does not know it.`,
      ),
      notes(
        11,
        'ingrid',
        `The payroll office takes UTF-8 since last year, the switch is in the settings of the export. Their manual, page 41. Shall we try it with the test file?`,
      ),
      notes(18, 'tomas', `Tried, they took the test file without a complaint. Switching now.`),
      says(
        6,
        'tomas',
        `Hello Nadia, the export stumbled over a letter in a name that the old format does not know. I switched it to the current format, the payroll office has confirmed a test file. Please run it again.`,
      ),
      says(41, 'nadia', `All 388 are in, and the office has confirmed the file. You saved the month!`),
      says(
        4,
        'tomas',
        `Wonderful. I keep the old setting written down here in case they complain.`,
        'RESOLVED',
      ),
    ],
  },
  {
    by: 'felix',
    via: 'PORTAL',
    hoursAgo: 70.2,
    subject: 'Receipts from my phone are upside down',
    priority: 'P4',
    text: `Every receipt that I photograph for the expenses app arrives upside down. Finance sends them back to me.`,
    steps: [
      says(
        205,
        'ingrid',
        `Hi Felix, funny one. Do you hold the phone with the camera at the top, and does it also happen when you pick a photo that you took before?`,
        'WAITING_ON_REQUESTER',
      ),
    ],
  },
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 330.4,
    subject: 'Holiday balance shows minus four days',
    text: `According to the portal I have minus four days of holiday left. By my count it is plus six. Ten days were never mine?`,
    steps: [
      says(
        170,
        'ingrid',
        `Hi Oliver, your ten days from last year were not carried over when the year changed. The import skipped everybody who changed teams in December. I have corrected yours and the two others.`,
        'RESOLVED',
      ),
      closes(),
    ],
  },
  {
    by: 'nadia',
    via: 'PORTAL',
    hoursAgo: 7.9,
    subject: 'Month-end: keep the ledger open until 8 pm on the 30th',
    text: `The ledger goes into maintenance at 6 pm. On the 30th we need it until 8 pm for the month-end. Can the maintenance wait two hours that day?`,
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 36.6,
    subject: 'Time clock at gate 2 is seven minutes fast',
    text: `The time clock at gate 2 is seven minutes ahead of all the others. People are leaving early, by the clock.`,
    steps: [
      assigns(66, 'ingrid', 'tomas'),
      says(
        120,
        'tomas',
        `Hello Mei, it had lost the time server. I set it right and wrote to HR, so that nobody's seven minutes are lost.`,
      ),
      moves(2, 'tomas', 'RESOLVED'),
      says(980, 'mei', `It is four minutes fast again this morning.`),
    ],
  },
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 59.3,
    subject: 'Sick notes: where do they go now?',
    priority: 'P4',
    text: `People ask me where to send sick notes since the new portal. The old address bounces. Could the old address forward to the new one for a while?`,
    steps: [
      assigns(150, 'tomas', 'owner'),
      ranks(1, 'tomas', 'P3'),
      notes(
        2,
        'tomas',
        `Forwarding health data needs a yes from the data protection officer. I have asked her.`,
      ),
    ],
  },
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 15.5,
    subject: 'Company card declined at a hotel',
    text: `My company card was declined in Hamburg last night, although the limit cannot be used up. I paid with my own. Is this something you can see, or do I call the bank?`,
    steps: [
      moves(44, 'ingrid', 'TRIAGED'),
      notes(1, 'ingrid', `Belongs to Finance, really. I ask Nadia who has the card portal now.`),
    ],
  },
]
