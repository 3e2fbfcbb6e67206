/**
 * The tests that kill, freeze or stop real processes: in CI, and only there, such a file is tried a second time when it
 * failed. So are the journeys in a browser (their configuration says so), and nothing else. Rule: test/README.md.
 */
export const TRIED_TWICE = [
  'server/platform/embedded/desk-lock.test.ts',
  'server/platform/embedded/embedded-server.test.ts',
  'server/platform/embedded/read-only-programs.test.ts',
  'server/platform/embedded/socket-folder.test.ts',
  'server/platform/log/wake-up.test.ts',
  'server/platform/signals/signals.test.ts',
  'test/faults/embedded-kill.test.ts',
  'test/faults/freeze.test.ts',
  'test/faults/graceful-stop.test.ts',
  'test/faults/kills.test.ts',
  'test/faults/single-role.test.ts',
  'test/faults/stream.test.ts',
  'test/faults/two-processes.test.ts',
  'test/faults/undo.test.ts',
  'test/parts/mail-servers.test.ts',
  'test/real-mail/desk-process.test.ts',
  'test/real-mail/killed-worker.test.ts',
  'test/real-mail/server-outage.test.ts',
]

/** So many tests may pass at their second try alone; one more fails the run, for then it is no accident. */
export const FLAKY_MAX = 3

/** Of the files of a report those that may be tried again: they failed, and they are in the list. */
export function filesToTryAgain({ failures }) {
  return TRIED_TWICE.filter((path) => failures.some(({ file }) => file === path))
}

/**
 * What two tries say together. A file's second try stands for the whole file; what failed at the first and not at the
 * second is flaky.
 */
export function afterSecondTry(first, second, again) {
  const stillFails = new Set(second.failures.map(({ name }) => name))
  const tried = (failure) => again.includes(failure.file)
  return {
    passed: first.passed - passedIn(first, again) + second.passed,
    failures: [...first.failures.filter((one) => !tried(one)), ...second.failures],
    flaky: first.failures.filter((one) => tried(one) && !stillFails.has(one.name)),
  }
}

function passedIn({ passedByFile }, files) {
  return files.reduce((sum, file) => sum + (passedByFile.get(file) ?? 0), 0)
}
