import { useEffect } from 'react'

/** Marks in the browser's timeline that somebody asked for a ticket. */
export function markStart(ticketId: string): void {
  performance.mark('nav:start', { detail: { ticketId } })
}

/** Marks that a ticket's conversation is on the screen: behind the frame that paints it. */
export function usePaintedMark(ticketId: string): void {
  useEffect(() => {
    let isGone = false
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        if (!isGone) performance.mark('nav:painted', { detail: { ticketId } })
        port1.close()
      }
      port2.postMessage(undefined)
    })
    return () => {
      isGone = true
    }
  }, [ticketId])
}
