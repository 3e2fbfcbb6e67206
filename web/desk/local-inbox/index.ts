/** The local inbox, for owners. */
export { LocalInboxScreen } from './local-inbox-screen.tsx'
