/** One refused setting: its name, its value as it may be shown, and what is allowed instead. */
export type SettingProblem = { readonly name: string; readonly value: string; readonly allowed: string }

/** Says everything that is wrong with the settings at once, so that they are mended in one go. */
export class SettingsError extends Error {
  readonly problems: readonly SettingProblem[]

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ name, value, allowed }) => `  ${name}=${value}  (allowed: ${allowed})`)
    super(`Docket does not start with these settings:\n${lines.join('\n')}`)
    this.name = 'SettingsError'
    this.problems = problems
  }
}
