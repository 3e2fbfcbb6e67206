/**
 * The environment of PostgreSQL's programs: English messages, UTC, and none of the PG* variables of the user's shell,
 * which would change where they look.
 */
export function programEnvironment(libraryPath: string | undefined): NodeJS.ProcessEnv {
  const path = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'
  const env = { PATH: path, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }
  return libraryPath ? { ...env, LD_LIBRARY_PATH: libraryPath } : env
}
