import { t } from '../../../locales/t.ts'
import type { FilterProblem } from './filter-text.ts'

const MESSAGES = {
  'no-field': 'list.filter.noField',
  'unknown-field': 'list.filter.unknownField',
  twice: 'list.filter.twice',
  'no-value': 'list.filter.noValue',
  'one-value': 'list.filter.oneValue',
  'open-quote': 'list.filter.openQuote',
  'unknown-value': 'list.filter.unknownValue',
  nobody: 'list.filter.nobody',
  several: 'list.filter.someTimes',
  loading: 'list.filter.loading',
} as const

/** Why a text is no filter, in words. */
export function filterProblemText({ why, word, field }: FilterProblem): string {
  return t(MESSAGES[why], { word, field: field === undefined ? '' : t(`list.filter.${field}`).toLowerCase() })
}
