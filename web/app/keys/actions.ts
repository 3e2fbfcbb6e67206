import type { MessageId } from '../../locales/t.ts'

/** Where an action belongs; the earlier of two that are there takes the key. */
export const SCOPES = ['overlay', 'composer', 'detail', 'properties', 'list', 'global'] as const
export type KeyScope = (typeof SCOPES)[number]
export type Action = { scope: KeyScope; keys: readonly string[]; label: MessageId; inPalette: boolean }

/**
 * Every action that a key can do, with the keys it has unless somebody changes them. The palette and the help list those
 * that the present screen offers.
 */
export const ACTIONS = {
  'palette.open': action('global', 'keys.palette.open', ['mod+k', '/'], { inPalette: false }),
  'help.open': action('global', 'keys.help.open', ['?']),
  'ticket.new': action('global', 'keys.ticket.new', ['c']),
  'newTicket.create': action('overlay', 'keys.newTicket.create', ['mod+enter']),
  'newTicket.createAndOpen': action('overlay', 'keys.newTicket.createAndOpen', ['mod+shift+enter']),
  'go.inbox': action('global', 'keys.go.inbox', ['g w']),
  'go.tickets': action('global', 'keys.go.tickets', ['g q']),
  'go.people': action('global', 'keys.go.people', ['g p']),
  'go.teams': action('global', 'keys.go.teams', ['g e']),
  'go.settings': action('global', 'keys.go.settings', ['mod+,', 'g s']),
  'go.help': action('global', 'keys.go.help', ['g h']),
  'go.localInbox': action('global', 'keys.go.localInbox', []),
  'go.appearance': action('global', 'keys.go.appearance', []),
  'go.shortcuts': action('global', 'keys.go.shortcuts', []),
  'go.replies': action('global', 'keys.go.replies', []),
  'go.deskSettings': action('global', 'keys.go.deskSettings', []),
  'look.system': action('global', 'keys.look.system', []),
  'look.light': action('global', 'keys.look.light', []),
  'look.dark': action('global', 'keys.look.dark', []),
  'look.compact': action('global', 'keys.look.compact', []),
  'look.default': action('global', 'keys.look.default', []),
  'look.comfortable': action('global', 'keys.look.comfortable', []),
  'session.end': action('global', 'keys.session.end', []),
  'sidebar.toggle': action('global', 'keys.sidebar.toggle', ['[']),
  'properties.toggle': action('detail', 'keys.properties.toggle', [']']),
  undo: action('global', 'keys.undo', ['z']),
  'list.next': action('list', 'keys.list.next', ['j', 'arrowdown'], { inPalette: false }),
  'list.previous': action('list', 'keys.list.previous', ['k', 'arrowup'], { inPalette: false }),
  'list.first': action('list', 'keys.list.first', ['home'], { inPalette: false }),
  'list.last': action('list', 'keys.list.last', ['end'], { inPalette: false }),
  'list.pageDown': action('list', 'keys.list.pageDown', ['pagedown'], { inPalette: false }),
  'list.pageUp': action('list', 'keys.list.pageUp', ['pageup'], { inPalette: false }),
  'list.open': action('list', 'keys.list.open', ['enter', 'o']),
  'list.peek': action('list', 'keys.list.peek', ['space']),
  'list.select': action('list', 'keys.list.select', ['x']),
  'list.extendDown': action('list', 'keys.list.extendDown', ['shift+j', 'shift+arrowdown'], {
    inPalette: false,
  }),
  'list.extendUp': action('list', 'keys.list.extendUp', ['shift+k', 'shift+arrowup'], { inPalette: false }),
  'list.selectAll': action('list', 'keys.list.selectAll', ['mod+a']),
  'list.apply': action('list', 'keys.list.apply', ['u']),
  'list.filter': action('list', 'keys.list.filter', ['f']),
  'list.leave': action('list', 'keys.list.leave', ['escape'], { inPalette: false }),
  'list.display': action('list', 'keys.list.display', ['shift+v']),
  'list.table': action('list', 'keys.list.table', []),
  'list.split': action('list', 'keys.list.split', []),
  'list.sort.updated': action('list', 'keys.list.sort.updated', []),
  'list.sort.-updated': action('list', 'keys.list.sort.-updated', []),
  'list.sort.created': action('list', 'keys.list.sort.created', []),
  'list.sort.-created': action('list', 'keys.list.sort.-created', []),
  'list.sort.due': action('list', 'keys.list.sort.due', []),
  'list.sort.-due': action('list', 'keys.list.sort.-due', []),
  'property.assignMe': action('properties', 'keys.property.assignMe', ['i']),
  'property.assignee': action('properties', 'keys.property.assignee', ['a']),
  'property.status': action('properties', 'keys.property.status', ['s']),
  'property.priority': action('properties', 'keys.property.priority', ['p']),
  'property.resolve': action('properties', 'keys.property.resolve', ['e']),
  'property.resolveStay': action('properties', 'keys.property.resolveStay', ['shift+e']),
  'detail.reply': action('detail', 'keys.detail.reply', ['r']),
  'detail.note': action('detail', 'keys.detail.note', ['n']),
  'detail.next': action('detail', 'keys.detail.next', ['j']),
  'detail.previous': action('detail', 'keys.detail.previous', ['k']),
  'detail.nextMessage': action('detail', 'keys.detail.nextMessage', ['.']),
  'detail.previousMessage': action('detail', 'keys.detail.previousMessage', [',']),
  'detail.expandAll': action('detail', 'keys.detail.expandAll', ['shift+o']),
  'detail.copyLink': action('detail', 'keys.detail.copyLink', ['y']),
  'detail.back': action('detail', 'keys.detail.back', ['u', 'escape']),
  'composer.send': action('composer', 'keys.composer.send', ['mod+enter']),
  'composer.chooseAction': action('composer', 'keys.composer.chooseAction', ['mod+shift+enter']),
  'composer.send.wait': action('composer', 'keys.composer.send.wait', []),
  'composer.send.resolve': action('composer', 'keys.composer.send.resolve', []),
  'composer.send.keep': action('composer', 'keys.composer.send.keep', []),
  'composer.send.later': action('composer', 'keys.composer.send.later', []),
  'composer.switchMode': action('composer', 'keys.composer.switchMode', ['mod+/']),
  'composer.leave': action('composer', 'keys.composer.leave', ['escape'], { inPalette: false }),
} as const satisfies Record<string, Action>

export type ActionId = keyof typeof ACTIONS

/** Every action's id, in the order of the list above. */
export const ACTION_IDS = Object.keys(ACTIONS) as ActionId[]

function action(
  scope: KeyScope,
  label: MessageId,
  keys: readonly string[],
  { inPalette = true }: { inPalette?: boolean } = {},
): Action {
  return { scope, keys, label, inPalette }
}
