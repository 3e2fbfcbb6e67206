/** Files by key. Disk now; another place is another maker of `Storage`. */
export { createDiskStorage } from './disk-storage.ts'
export type { Storage, StoredBytes } from './storage.ts'
export { isStorageKey, storageKey } from './storage-key.ts'
