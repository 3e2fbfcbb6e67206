import { assigns, closes, moves, notes, ranks, type Story, says } from '../story.ts'

/** Passwords, rights and who may open what. */
export const ACCOUNT_STORIES: readonly Story[] = [
  {
    by: 'oliver',
    via: 'EMAIL',
    hoursAgo: 51.1,
    subject: 'Access for three new starters on Monday',
    priority: 'P2',
    text: `Hello,

on Monday three people start:

- Lena Voss, Sales, reports to Felix Brandt
- Samir Aziz, Finance, reports to Nadia Haddad
- Grace Okafor, Warehouse, reports to Mei Tanaka

Please prepare accounts, mail and the badge. Lena also needs the customer database, Samir the ledger (read only for the first month).

Oliver`,
    steps: [
      assigns(14, 'ingrid', 'owner'),
      notes(
        5,
        'ingrid',
        `Lena's laptop is a ticket of its own from Felix, so here only the accounts. Badges need a photo; Oliver usually forgets to send it.`,
      ),
      says(
        17,
        'ingrid',
        `Hi Oliver, thank you for the early word. Accounts and mail will be ready on Friday. For the badges we need a photo of each, about the size of a passport picture. Could you send them by Thursday noon?`,
        'WAITING_ON_REQUESTER',
      ),
      says(1_130, 'oliver', `Photos of Lena and Samir are in the HR folder. Grace sends hers tonight.`),
      moves(31, 'ingrid', 'IN_PROGRESS'),
      says(
        920,
        'oliver',
        `Grace's photo is there as well now. And a question from her: does she have to be in the office to get the first password?`,
      ),
    ],
  },
  {
    by: 'mei',
    via: 'PORTAL',
    hoursAgo: 194.8,
    subject: 'Locked out of the stock app',
    priority: 'P1',
    text: `"Too many attempts" since the start of the shift. Nobody can book goods in.`,
    steps: [
      says(
        6,
        'tomas',
        `Mei, somebody typed the old password on tablet 2 about forty times. I have unlocked the account. Please sign in on tablet 2 with the new one, it is the last tablet that had the old.`,
      ),
      says(9, 'mei', `Works. The shift thanks you!`),
      says(3, 'tomas', `Good. Have a quiet shift.`, 'RESOLVED'),
      closes(),
    ],
  },
  {
    by: 'nadia',
    via: 'EMAIL',
    hoursAgo: 27.9,
    subject: 'Please remove the old trainee from the Finance folder',
    text: `I noticed that Jonas, who left us in spring, can still be picked in the Finance folder. Could you take him out and check whether he had rights anywhere else?`,
    steps: [
      ranks(19, 'tomas', 'P2'),
      assigns(1, 'tomas', 'tomas'),
      notes(
        62,
        'tomas',
        `Account was disabled on his last day, so he could not sign in. But the groups were never cleaned: Finance, Payroll readers, two mailing lists.`,
      ),
      notes(
        25,
        'ingrid',
        `We had the same with the interns of last summer. I will write a list of all disabled accounts that are still in a group.`,
      ),
      notes(8, 'tomas', `Thanks. Then I keep this open until your list is done, so that we tell Nadia once.`),
      says(
        11,
        'tomas',
        `Hello Nadia, thank you for looking so closely. His account has been disabled since his last day, so nobody could use it. I took him out of the folder and three other places, and we are checking the same for everybody who left this year.`,
      ),
    ],
  },
  {
    by: 'felix',
    via: 'PORTAL',
    hoursAgo: 9.2,
    subject: 'Shared mailbox for the trade fair',
    text: `We would like an address like fair@ for the trade fair, which Lena, Marta and I can read. It can go away at the end of the month.`,
  },
  {
    by: 'oliver',
    via: 'PORTAL',
    hoursAgo: 243.3,
    subject: 'Password expired while on leave',
    text: `I am back from three weeks of leave and my password has expired. The reset page sends a code to my office phone, which is in the office, and I am not.`,
    steps: [
      says(
        12,
        'ingrid',
        `Welcome back! I called you on the mobile number that HR has and gave you a one-time code. You choose a new password at the first sign-in.`,
        'RESOLVED',
      ),
      closes(),
    ],
  },
  {
    by: 'mei',
    via: 'EMAIL',
    hoursAgo: 44.5,
    subject: 'Rights to approve orders while my manager is away',
    text: `Anders is away for two weeks from Monday. Who approves the orders above 500 in that time? The system says "no approver".`,
    steps: [
      says(
        87,
        'ingrid',
        `Hello Mei, that is not for us to decide, but quick to do. Could you ask Anders to write one line here saying that you may approve, up to which amount, and until when?`,
        'WAITING_ON_REQUESTER',
      ),
    ],
  },
  {
    by: 'nadia',
    via: 'PORTAL',
    hoursAgo: 12.4,
    subject: 'Two-step sign-in: I have a new phone',
    text: `I have a new phone and did not move the codes. The old phone is wiped already. I can sign in on my laptop only because I was still signed in.`,
    steps: [
      says(
        14,
        'tomas',
        `Hello Nadia, please do not sign out yet. Can you come by with your badge today? Then we set up the new phone together, it takes five minutes.`,
        'WAITING_ON_REQUESTER',
      ),
      says(95, 'nadia', `I am at the bank until 4. Is anybody there at half past?`),
      says(7, 'tomas', `Yes, I am here until 6.`, 'WAITING_ON_REQUESTER'),
    ],
  },
  {
    by: 'felix',
    via: 'EMAIL',
    hoursAgo: 180.6,
    subject: 'Cannot open the customer database',
    text: `"You do not have permission" since this morning. It worked on Friday.`,
    steps: [
      notes(16, 'tomas', `Same as Marta's ticket: the weekend sync dropped the group "Sales west".`),
      says(
        5,
        'tomas',
        `Hi Felix, a group went missing over the weekend and you were in it. It is back now, please sign out and in once.`,
      ),
      says(32, 'felix', `I am in. Thanks!`),
      moves(4, 'tomas', 'RESOLVED'),
      closes(),
    ],
  },
]
