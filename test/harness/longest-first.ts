import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders whose tests kill desks and wait for others to take over, for up to a minute each. */
const LONG = ['/test/faults/', '/test/real-mail/']

/**
 * Runs the files that mostly wait before all others, the rest as vitest would: begun last, one of them would keep the
 * whole run waiting with the other processes idle, and on a first run vitest knows no file's time.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((folder) => moduleId.includes(folder))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
