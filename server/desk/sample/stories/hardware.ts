import { assigns, closes, moves, notes, ranks, type Story, says } from '../story.ts'

/** Laptops, screens, printers and what is plugged into them. */
export const HARDWARE_STORIES: readonly Story[] = [
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 76.3,
    subject: 'Laptop very hot and loud, shuts down by itself',
    priority: 'P2',
    text: `My laptop gets so hot that I cannot keep it on my lap, the fan is always on, and it has switched itself off twice today without a warning. The second time I lost half an hour of work in the forecast.`,
    steps: [
      says(
        21,
        'ingrid',
        `Hello Nadia, please stop using it for anything that is not saved on the drive. Can you bring it by this afternoon? You get a spare one for the time, with your programs on it.`,
        'WAITING_ON_REQUESTER',
      ),
      says(38, 'nadia', `I can be there at 3. How long will you need it?`),
      says(9, 'ingrid', `3 is fine. A day if it is the fan, a week if it has to go to the maker.`),
      notes(
        1_330,
        'ingrid',
        `Battery is swollen, so not the fan. It must not be charged any more; it lies in the metal cupboard. Tomás, is this one still under warranty?`,
      ),
      notes(
        44,
        'tomas',
        `Until March. I have opened a case with the maker: RMA 7719-204. Fire protection wants the form for swollen batteries, it is on the wiki under "Batteries".`,
      ),
      notes(
        12,
        'ingrid',
        `Form is filled in. Courier picks it up on Friday, they only take it in their own box.`,
      ),
      says(
        15,
        'ingrid',
        `Nadia, it is the battery, and it has to go to the maker. Please keep the spare laptop until yours is back, I expect a week. Good that you wrote at once.`,
      ),
      moves(2, 'ingrid', 'WAITING_ON_VENDOR', 'Maker replaces the battery, RMA 7719-204'),
    ],
  },
  {
    by: 'oliver',
    via: 'PORTAL',
    hoursAgo: 4.1,
    subject: 'Second screen stays black after lunch',
    text: `When I come back and wake the computer up, the left screen stays black. Pulling the cable and putting it back helps, but it happens every day now.`,
  },
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 99.7,
    subject: 'Need a headset before the trade fair',
    priority: 'P4',
    text: `Could I get a wireless headset? My old one has a broken hinge. The trade fair is on the 3rd, before that would be great.`,
    steps: [
      says(
        130,
        'tomas',
        `Hi Felix, sure. Two models are in stock: one that goes over the ears and one for a single ear. Which one would you like?`,
        'WAITING_ON_REQUESTER',
      ),
      says(410, 'felix', `Single ear please, I want to hear the people next to me.`),
      says(55, 'tomas', `It lies at the front desk with your name on it.`, 'RESOLVED'),
    ],
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 262.1,
    subject: 'Hand scanner 7 does not charge',
    text: `Scanner 7 stays at 12 percent, even over night in the cradle. The cradle charges the others.`,
    steps: [
      assigns(48, 'tomas', 'tomas'),
      says(
        71,
        'tomas',
        `Hello Mei, the contacts were dirty. I cleaned them, it is at 60 percent now and climbing. A wipe with the cloth from the box once a week keeps them well.`,
        'RESOLVED',
      ),
      closes(),
    ],
  },
  {
    by: 'nadia',
    via: 'PORTAL',
    hoursAgo: 33.2,
    subject: 'Printer on the second floor prints grey lines',
    priority: 'P4',
    text: `Every page from the second-floor printer has a grey line on the left. The invoices look bad, so we use the one on the first floor.`,
    steps: [moves(210, 'tomas', 'TRIAGED')],
  },
  {
    by: 'mei',
    via: 'EMAIL',
    hoursAgo: 19.6,
    subject: 'Two new tablets for the packing station',
    text: `Hello,

we start the second shift on the 1st and need two more tablets with the stock app at the packing station. The stands are here already. What do you need from me?

Best regards
Mei`,
    steps: [
      assigns(33, 'ingrid', 'owner'),
      says(
        28,
        'ingrid',
        `Hello Mei, only the cost centre and the name of whoever is responsible for them. I have passed it on, because new devices need a signature.`,
      ),
      says(52, 'mei', `Cost centre 4410, and put my name on them.`),
      moves(4, 'ingrid', 'IN_PROGRESS'),
    ],
  },
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 148.4,
    subject: 'Keyboard with a few dead keys',
    priority: 'P4',
    text: `The keys E, 3 and F3 do nothing any more. I typed this with the on-screen keyboard, which explains how short it is.`,
    steps: [
      says(26, 'ingrid', `Come by any time, a new one is waiting for you.`, 'RESOLVED'),
      says(1_440, 'oliver', `Got it, thanks! Sadly the new one has the American layout. Could I swap it?`),
    ],
  },
  {
    by: 'felix',
    via: 'PORTAL',
    hoursAgo: 0.7,
    subject: 'Laptop for a new colleague, starts Monday',
    priority: 'P2',
    text: `Lena Voss starts in Sales on Monday. She needs the usual laptop, the sales programs and a phone number. HR has sent you the form, I hope.`,
    steps: [ranks(12, 'ingrid', 'P3')],
  },
]
