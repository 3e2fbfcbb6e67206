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

/** Forgets every text: somebody signed out. */
export function forgetTexts(): void {
  onDevice((storage) => {
    for (const name of Object.keys(storage)) if (name.startsWith(PREFIX)) storage.removeItem(name)
  })
}

/** A full or forbidden storage throws on any use. */
function onDevice<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}
