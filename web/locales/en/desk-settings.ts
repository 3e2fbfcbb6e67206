/** What owners set for the whole organisation. */
export const deskSettings = {
  'deskSettings.title': 'Desk',
  'deskSettings.text': 'For the whole organisation; owners see this page.',
  'deskSettings.sample': 'Sample desk',
  'deskSettings.sample.text':
    'Tickets, people and two weeks of history to try things on. Removing it leaves nothing of it.',
  'deskSettings.sample.loaded': 'Loaded: {count, plural, one {# ticket} other {# tickets}}.',
  'deskSettings.sample.notLoaded': 'Not loaded.',
  'deskSettings.sample.busy': 'Under way. This takes some seconds.',
  'deskSettings.sample.failed': 'Docket does not say whether the sample desk is loaded',
  'deskSettings.sample.load': 'Load the sample desk',
  'deskSettings.sample.loadedNow': 'The sample desk is loaded.',
  'deskSettings.sample.open': 'Open its first ticket',
  'deskSettings.sample.remove': 'Remove the sample desk',
  'deskSettings.sample.remove.confirm': 'Remove it?',
  'deskSettings.sample.remove.text':
    'Its tickets, people and history go for good, with all that was written on them. Your own stay.',
  'deskSettings.sample.remove.yes': 'Remove all of it',
  'deskSettings.sample.removedNow': 'The sample desk is gone.',
} as const
