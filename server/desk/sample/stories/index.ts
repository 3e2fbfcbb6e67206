import type { Story } from '../story.ts'
import { ACCOUNT_STORIES } from './accounts.ts'
import { HARDWARE_STORIES } from './hardware.ts'
import { NETWORK_STORIES } from './network.ts'
import { PAYROLL_STORIES } from './payroll.ts'
import { PROGRAM_STORIES } from './programs.ts'

/** The forty tickets of the sample desk. The company, its people and its troubles are made up. */
export const STORIES: readonly Story[] = [
  ...NETWORK_STORIES,
  ...HARDWARE_STORIES,
  ...ACCOUNT_STORIES,
  ...PAYROLL_STORIES,
  ...PROGRAM_STORIES,
]
