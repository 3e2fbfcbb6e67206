/** Files that promise by their name to hold decisions only: values in, values out, nothing read or written. */
export const pureFiles: readonly RegExp[] = [
  /^server\/.*\/ticket\.ts$/,
  /^server\/.*-decision\.ts$/,
  /^server\/.*\/decide-[a-z0-9-]+\.ts$/,
  /^server\/.*\/access\.ts$/,
  // The index starts the worker thread and the worker file is the thread: these two touch the outside.
  /^server\/delivery\/email\/parse\/(?!index\.ts$|(.*\/)?([a-z0-9-]+-)?worker\.ts$).*\.ts$/,
]

/** Modules that reach outside the process. A pure file may not load them, directly or through another file. */
export const outsideModules: readonly string[] = [
  'platform/db',
  'platform/log',
  'platform/jobs',
  'platform/http',
  'platform/storage',
  'platform/embedded',
]

/** Files inside a module that read or write its tables. */
export const storeFiles = /\/([a-z0-9-]+-)?(store|queries)\.ts$/

/** Packages and parts of Node that reach outside the process. A worker thread with a message in and one out does not. */
export const outsidePackages: readonly string[] = [
  'fastify',
  'graphile-worker',
  'pg',
  'pino',
  'node:child_process',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:timers/promises',
  'node:tls',
]
