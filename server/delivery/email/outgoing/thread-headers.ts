/** Ids that a client threads by, each with its `<>`. */
export type ThreadHeaders = { inReplyTo: string | null; references: string[] }

const REFERENCES_MAX = 20

/**
 * In-Reply-To is the newest mail that was exchanged with the recipient, References the first and the last 19 of them
 * (RFC 5322 sec. 3.6.4). `ids` are in order, oldest first; what is no id is passed over. Pure.
 */
export function threadHeaders(ids: readonly string[]): ThreadHeaders {
  const sound = [...new Set(ids.filter(isMessageId))]
  const last = sound.at(-1)
  if (last === undefined) return { inReplyTo: null, references: [] }
  const references =
    sound.length <= REFERENCES_MAX
      ? sound
      : [...sound.slice(0, 1), ...sound.slice(sound.length - (REFERENCES_MAX - 1))]
  return { inReplyTo: last, references }
}

/** One `<word>` of printable ASCII: nothing else of somebody's is written into a header of ours. */
function isMessageId(id: string): boolean {
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,240}>$/.test(id)
}
