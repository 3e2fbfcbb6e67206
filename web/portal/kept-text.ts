const PREFIX = 'docket-portal:'

/** A text that is not sent yet, kept on this device for its author alone. */
export type KeptText = { read(): string; keep(text: string): void }

/** The text of a place, such as the answer to a request. A device that keeps nothing only forgets. */
export function keptText(owner: string, place: string): KeptText {
  const name = `${PREFIX}${owner}:${place}`
  return {
    read: () => onDevice((storage) => storage.getItem(name)) ?? '',
    keep(text) {
      onDevice((storage) => (text === '' ? storage.removeItem(name) : storage.setItem(name, text)))
    },
  }
}

/** An answer that is not known to have arrived. `atMs`: when it was sent. */
export type KeptAnswer = { id: string; ticketId: string; text: string; atMs: number }

/** Where answers are kept until they arrived. */
export type KeptAnswers = { read(): KeptAnswer[]; keep(one: KeptAnswer): void; drop(id: string): void }

/** The answers of one person on this device, oldest first. */
export function keptAnswers(owner: string): KeptAnswers {
  const prefix = `${PREFIX}${owner}:sent:`
  const read = (storage: Storage) =>
    Object.keys(storage)
      .filter((name) => name.startsWith(prefix))
      .flatMap((name) => answerIn(storage.getItem(name)))
  return {
    read: () => (onDevice(read) ?? []).sort((one, other) => one.atMs - other.atMs),
    keep: (one) => onDevice((storage) => storage.setItem(prefix + one.id, JSON.stringify(one))),
    drop: (id) => onDevice((storage) => storage.removeItem(prefix + id)),
  }
}

/** Forgets every text of a person: they signed out. */
export function forgetTexts(owner: string): void {
  const prefix = `${PREFIX}${owner}:`
  onDevice((storage) => {
    for (const name of Object.keys(storage)) if (name.startsWith(prefix)) storage.removeItem(name)
  })
}

/** What is damaged counts as not there. */
function answerIn(text: string | null): KeptAnswer[] {
  const { id, ticketId, text: written, atMs } = (JSON.parse(text ?? 'null') ?? {}) as Partial<KeptAnswer>
  const isWhole = [id, ticketId, written].every((one) => typeof one === 'string') && typeof atMs === 'number'
  return isWhole ? [{ id, ticketId, text: written, atMs } as KeptAnswer] : []
}

/** A full or forbidden storage throws on any use. */
function onDevice<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}
