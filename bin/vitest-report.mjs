import { writeFileSync } from 'node:fs'

/**
 * A reporter for vitest that writes what `npm test` needs to the file that VITEST_REPORT names: how many tests passed in
 * each file, and each failure with its file, its name and its messages. An error that nothing caught is a failure of the
 * file that ran at the time; vitest's own JSON leaves those out.
 */
export default class Report {
  onInit(vitest) {
    this.root = vitest.config.root
  }

  onTestRunEnd(modules, unhandledErrors) {
    const files = modules.map((module) => {
      const tests = [...module.children.allTests()]
      const failed = tests.filter((test) => test.result().state === 'failed')
      const outside = module.errors()
      return {
        file: module.relativeModuleId,
        passed: tests.filter((test) => test.result().state === 'passed').length,
        failures: [
          ...failed.map((test) => ({ test: test.fullName, messages: messagesOf(test.result().errors) })),
          ...suitesOf(module).map((suite) => ({
            test: suite.fullName,
            messages: messagesOf(suite.errors()),
          })),
          ...(outside.length === 0 ? [] : [{ messages: messagesOf(outside) }]),
          ...(ENDED.includes(module.state()) ? [] : [{ messages: ['It did not run to its end.'] }]),
        ],
      }
    })
    const uncaught = unhandledErrors.map((error) => ({
      file: error.VITEST_TEST_PATH?.replace(`${this.root}/`, '') ?? '',
      test: error.VITEST_TEST_NAME,
      messages: [`Nothing caught this: ${error.stack ?? error.message}`],
    }))
    writeFileSync(process.env.VITEST_REPORT, JSON.stringify({ files, uncaught }))
  }
}

const ENDED = ['passed', 'failed', 'skipped']

/** The suites in which a hook failed: their tests did not run, and none of them says so. */
function suitesOf(module) {
  return [...module.children.allSuites()].filter((suite) => suite.errors().length > 0)
}

const messagesOf = (errors) => errors.map(({ stack, message }) => stack ?? message)
