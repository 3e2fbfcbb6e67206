export { type LogLevel, type Role, readSettings, type Settings } from './read-settings.ts'
export { type SettingProblem, SettingsError } from './settings-error.ts'
export {
  LOG_LEVELS,
  ROLES,
  SETTINGS,
  type SettingName,
  type SettingRow,
  settingsMarkdown,
} from './settings-table.ts'
