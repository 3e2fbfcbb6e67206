/** The way in. */
export const signIn = {
  'signIn.title': 'Sign in',
  'signIn.to': 'Sign in to {desk}',
  'signIn.email': 'Mail address',
  'signIn.password': 'Password',
  'signIn.showPassword': 'Show the password',
  'signIn.organisation': 'Organisation',
  'signIn.chooseOrganisation': 'Your address is known in several organisations. Choose one.',
  'signIn.submit': 'Sign in',
  'signIn.wrong': 'No account here has this address and password.',
  'signIn.missing': 'Enter your mail address and your password.',
  'signIn.wait': 'Too many tries. You can try again in {time}.',
  'signIn.seconds': '{count, plural, one {# second} other {# seconds}}',
  'signIn.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'signIn.noAnswer': 'Docket does not answer. Check your connection and try again.',
  'signIn.failed': 'Docket could not sign you in: {detail}',
  'signIn.notSetUp': 'This desk is not set up yet.',
  'signIn.notSetUp.text':
    'The last line that its start printed is the address of the set-up, with a token that works once.',
  'signIn.expired': 'You were signed out. Sign in to go on where you were.',
} as const
