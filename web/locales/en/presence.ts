/** Who has a ticket open right now. */
export const presence = {
  'presence.VIEWING': '{name} is looking at this',
  'presence.AWAY': '{name} has this open, but is away',
  'presence.REPLYING': '{name} is writing a reply',
  'presence.NOTING': '{name} is writing a note',
  'presence.and': '; ',
  'presence.more': '+{count}',
  'presence.others': '{count, plural, one {and # more person} other {and # more people}}',
} as const
