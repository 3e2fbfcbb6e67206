/** What the probes in a page have seen so far, as `window.probes`. Times in ms of the page's own clock. */
export type Probes = {
  lcpMs: number
  /** Layout shifts, those after input as well, and what moved. `isOwn` if the reader asked for it. */
  shifts: { value: number; nodes: string[]; isOwn?: boolean }[]
  /** Event Timing of key presses that took 16 ms or more; others are not told. */
  keyMs: number[]
  /** Of each press or key that took 16 ms or more the longest of its events, by the browser's number for it. */
  interactionMs: Map<number, number>
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
    shifts: [],
    keyMs: [],
    interactionMs: new Map(),
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
  type Shift = PerformanceEntry & {
    value: number
    sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
  }
  const nameOf = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement
    const region = element?.closest('[data-testid]')?.getAttribute('data-testid') ?? ''
    return `${region} ${element?.localName ?? 'gone'} "${(node?.textContent ?? '').slice(0, 30)}"`
  }
  const placeOf = ({ x, y, width, height }: DOMRectReadOnly) =>
    [x, y, width, height].map(Math.round).join(' ')
  observe({ type: 'layout-shift' }, (entry) => {
    const { value, sources } = entry as Shift
    const nodes = sources.map(
      ({ node, previousRect, currentRect }) =>
        `${nameOf(node)} ${placeOf(previousRect)} -> ${placeOf(currentRect)}`,
    )
    probes.shifts.push({ value, nodes })
  })
  observe({ type: 'event', durationThreshold: 16 }, (entry) => {
    const { name, duration, interactionId = 0 } = entry as PerformanceEntry & { interactionId?: number }
    if (name === 'keydown') probes.keyMs.push(duration)
    const longest = Math.max(duration, probes.interactionMs.get(interactionId) ?? 0)
    if (interactionId !== 0) probes.interactionMs.set(interactionId, longest)
  })
  observe({ type: 'long-animation-frame' }, ({ duration }) => void probes.longFrameMs.push(duration))
}
