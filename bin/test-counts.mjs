import { readFileSync } from 'node:fs'

/**
 * Counts the tests in a JSON report of vitest. A file that fails outside its tests (a wrong import, a hook) counts as
 * one failure, and so does a report that was never written: a run that died must not look like a clean one.
 */
export function countTests(reportFile) {
  let report
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}
