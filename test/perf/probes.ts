/** What the probes in a page have seen so far, as `window.probes`. Times in ms of the page's own clock. */
export type Probes = {
  lcpMs: number
  /** Layout shifts, those after input as well. */
  shifts: number
  /** Event Timing of key presses that took 16 ms or more; others are not told. */
  keyMs: number[]
  /** Frames that took long, by the browser's own account. */
  longFrameMs: number[]
  /** Starts a clock at the next key press or pointer press, and stops it when what `selector` names is there and painted. */
  paintedAfterPress(selector: string, least?: number): Promise<number>
  /** Resolves with the ms between frames, for so long. */
  frames(forMs: number): Promise<number[]>
}

declare global {
  interface Window {
    probes: Probes
  }
}

/** Runs in each page before its own code. */
export const PROBES = `(${install.toString()})()`

function install(): void {
  const probes: Probes = {
    lcpMs: 0,
    shifts: 0,
    keyMs: [],
    longFrameMs: [],
    paintedAfterPress: (selector, least = 1) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`${selector} was not painted within 15 s`)), 15_000)
        const begin = ({ timeStamp }: Event) => {
          for (const name of ['keydown', 'pointerdown']) removeEventListener(name, begin, true)
          const isThere = () => document.querySelectorAll(selector).length >= least
          const painted = () =>
            requestAnimationFrame(() => {
              const channel = new MessageChannel()
              channel.port1.onmessage = () => resolve(performance.now() - timeStamp)
              channel.port2.postMessage(0)
            })
          const look = new MutationObserver(() => {
            if (!isThere()) return
            look.disconnect()
            painted()
          })
          look.observe(document, { childList: true, subtree: true, attributes: true, characterData: true })
        }
        for (const name of ['keydown', 'pointerdown']) addEventListener(name, begin, true)
      }),
    frames: (forMs) =>
      new Promise((resolve) => {
        const deltas: number[] = []
        const startedAt = performance.now()
        let last = startedAt
        const next = (now: number) => {
          deltas.push(now - last)
          last = now
          if (now - startedAt < forMs) requestAnimationFrame(next)
          else resolve(deltas)
        }
        requestAnimationFrame(next)
      }),
  }
  window.probes = probes
  const observe = (
    options: PerformanceObserverInit & { durationThreshold?: number },
    take: (entry: PerformanceEntry) => void,
  ) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ buffered: true, ...options })
  observe({ type: 'largest-contentful-paint' }, ({ startTime }) => {
    probes.lcpMs = startTime
  })
  observe({ type: 'layout-shift' }, (entry) => {
    probes.shifts += (entry as PerformanceEntry & { value: number }).value
  })
  observe({ type: 'event', durationThreshold: 16 }, ({ name, duration }) => {
    if (name === 'keydown') probes.keyMs.push(duration)
  })
  observe({ type: 'long-animation-frame' }, ({ duration }) => void probes.longFrameMs.push(duration))
}
