import { assigns, closes, moves, notes, ranks, type Story, says } from '../story.ts'

/** VPN, wireless and everything between a desk and the internet. */
export const NETWORK_STORIES: readonly Story[] = [
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 29.4,
    first: true,
    subject: 'VPN drops every few minutes since yesterday',
    text: `Hi,

since yesterday afternoon my VPN connection drops every five to ten minutes. It comes back when I reconnect, but I am on calls with customers all day and it is getting embarrassing.

I am working from home, same router as always. Internet itself is fine, video keeps running while the VPN is gone.

Felix`,
    steps: [
      ranks(11, 'tomas', 'P2'),
      says(
        9,
        'tomas',
        `Hello Felix,

sorry, that is a bad week for it. Two quick questions so that I look in the right place:

1. Does the little shield turn yellow first, or does it go grey at once?
2. Are you on the old client (blue icon) or the new one (white icon)?

Tomás`,
        'WAITING_ON_REQUESTER',
      ),
      says(
        64,
        'felix',
        `Yellow for a few seconds, then grey. Blue icon. I think I postponed the update twice, sorry.`,
      ),
      notes(
        6,
        'tomas',
        `Blue icon is 4.2, and the gateway has refused long sessions from 4.2 since Monday's certificate change. Third one this week. We should write to everybody who is still on it.`,
      ),
      says(
        13,
        'tomas',
        `That explains it. The old client does not cope with the certificate that we renewed on Monday. Please open the Software Centre, install "VPN client 5.1", and restart once. It takes about ten minutes, so do it between two calls.`,
      ),
      assigns(340, 'tomas', 'owner'),
      notes(
        3,
        'tomas',
        `I am away from tomorrow, so I give this one over. If 5.1 does not help him, the log is in C:\\ProgramData\\VPN\\logs.`,
      ),
      says(
        1_080,
        'felix',
        `Installed, restarted. It held for two hours this morning, then dropped twice within ten minutes. Better, but not good. Is there anything else I can try before my 2 pm?`,
      ),
    ],
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 2.3,
    subject: 'No wireless at the loading bay',
    priority: 'P2',
    text: `The hand scanners at gates 3 and 4 lose the network as soon as a truck stands in front of the gate. It has been like that since the new racks were put up. We now walk to gate 1 for every pallet.`,
  },
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 221.6,
    subject: 'Guest wireless for the job fair on Thursday',
    text: `Hi team, we expect around 60 visitors on Thursday between 9 and 4. Can they use the guest network, and do I have to print the password somewhere?

Thanks, Oliver`,
    steps: [
      says(
        47,
        'ingrid',
        `Hi Oliver, the guest network takes 200 devices, so that is fine. I made a code that works on Thursday only: it is on the card that I put on your desk. Print as many as you like.`,
        'RESOLVED',
      ),
      closes(),
    ],
  },
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 125.2,
    subject: 'Bank portal is blocked',
    priority: 'P1',
    text: `I cannot open the portal of our bank since this morning. The page says "blocked by policy". Today is the last day for the supplier payments, so please treat this as urgent.`,
    steps: [
      notes(
        4,
        'ingrid',
        `The filter list that came in at 05:00 marks the whole domain as phishing. I have asked for an exception; the address and the certificate are the right ones, I compared both with the contract.`,
      ),
      notes(7, 'tomas', `Checked too, same result. Fine by me.`),
      says(
        3,
        'ingrid',
        `Nadia, the filter made a mistake with your bank this morning. I have let the address through for Finance. Please close the browser once and try again.`,
      ),
      says(8, 'nadia', `It works. Payments are going out now. Thank you both for being so quick!`),
      says(
        5,
        'ingrid',
        `Glad to hear. The correction of the list is on its way for everybody else.`,
        'RESOLVED',
      ),
    ],
  },
  {
    by: 'felix',
    via: 'PORTAL',
    hoursAgo: 53.8,
    subject: 'Slow downloads from the shared drive',
    priority: 'P4',
    text: `Opening a presentation of 80 MB from the sales drive takes three to four minutes, even in the office. Copying it to my desktop first is just as slow.`,
    steps: [
      moves(95, 'ingrid', 'TRIAGED'),
      notes(
        2,
        'ingrid',
        `Only the sales share, only in the mornings. That is when the backup still runs. Let us look at it together with the new backup window.`,
      ),
    ],
  },
  {
    by: 'mei',
    via: 'EMAIL',
    hoursAgo: 301.5,
    subject: 'Label printer in the warehouse is offline',
    text: `The label printer next to the packing station says "offline" on all our computers. Power is on, paper is in.`,
    steps: [
      says(
        35,
        'tomas',
        `Hello Mei, could you switch it off, wait ten seconds and switch it on again? It had a new address after last night's power cut and may not have noticed.`,
        'WAITING_ON_REQUESTER',
      ),
      says(22, 'mei', `Done, and it prints. Is there a way to prevent that?`),
      says(16, 'tomas', `Yes, I gave it a fixed address just now, so it will not happen again.`, 'RESOLVED'),
      closes(),
    ],
  },
  {
    by: 'oliver',
    via: 'PORTAL',
    hoursAgo: 6.7,
    subject: 'Video calls freeze in meeting room Oslo',
    text: `Every call in Oslo freezes after about twenty minutes. The room next door is fine at the same time. We have interviews there all afternoon tomorrow.`,
    steps: [assigns(25, 'ingrid', 'ingrid')],
  },
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 172.9,
    subject: 'Phone on my desk has no dial tone',
    priority: 'P4',
    text: `My desk phone is dead, no display, no dial tone. I use the mobile for now, so no hurry.`,
    steps: [
      assigns(180, 'ingrid', 'tomas'),
      says(
        190,
        'tomas',
        `Hi Felix, the port in the floor box is broken. Northwire will replace it, they usually come within two weeks. I will tell you the day.`,
      ),
      moves(2, 'tomas', 'WAITING_ON_VENDOR', 'Northwire replaces the floor box, order 48213'),
      says(2_950, 'felix', `No problem. The day would be good to know, I am travelling next week.`),
    ],
  },
]
