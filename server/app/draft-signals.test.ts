import { expect, it } from 'vitest'
import type { Signal } from '../platform/signals/index.ts'
import { createDraftSignals } from './draft-signals.ts'

const draft = { ticketId: 'a ticket', kind: 'reply', version: 7 } as const
const whispered = () => {
  const all: Signal[] = []
  return { all, signals: createDraftSignals((signal) => void all.push(signal)) }
}

it('a saved draft is told to its author alone, on this process and on others', () => {
  const [here, there] = [whispered(), whispered()]
  here.signals.onDraftSaved('tenant', 'person', draft)
  const told = { tenantId: 'tenant', topic: 'me:person', event: 'draft', data: draft }
  expect(here.all).toEqual([told])

  const listeners: ((signal: Signal) => void)[] = []
  const way = {
    send: (signal: Signal) => listeners.forEach((listener) => void listener(signal)),
    onSignal: (listener: (signal: Signal) => void) => {
      listeners.push(listener)
      return () => {}
    },
  }
  for (const { signals } of [here, there]) signals.spreadBy(way)
  here.signals.onDraftSaved('tenant', 'person', draft)
  expect([here.all, there.all]).toEqual([[told, told], [told]])
})

it('no other signal is passed on, nor one on the topic of a ticket', () => {
  const { all, signals } = whispered()
  let hear: (signal: Signal) => void = () => {}
  signals.spreadBy({
    send: () => {},
    onSignal: (listener) => {
      hear = listener
      return () => {}
    },
  })
  hear({ tenantId: 'tenant', topic: 'ticket:a', event: 'draft', data: draft })
  hear({ tenantId: 'tenant', topic: 'me:person', event: 'presence', data: draft })
  expect(all).toEqual([])
})
