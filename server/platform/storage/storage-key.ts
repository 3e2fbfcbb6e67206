const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const KEY = new RegExp(`^t/${UUID}/a/${UUID}$`)

/** The key of a tenant's file: two uuids and no text of anybody's. Throws a RangeError when one is no uuid. */
export function storageKey(tenantId: string, fileId: string): string {
  return checkedKey(`t/${tenantId}/a/${fileId}`)
}

/** Whether the text is a key: lower-case uuids only, so that it cannot lead out of the folder. */
export function isStorageKey(text: string): boolean {
  return KEY.test(text)
}

/** The key itself; throws a RangeError for anything else. */
export function checkedKey(key: string): string {
  if (!isStorageKey(key)) throw new RangeError('not a storage key')
  return key
}
