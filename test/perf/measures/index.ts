import type { Measure } from '../measure.ts'
import { accessibility } from './accessibility.ts'
import { commitToPixel } from './commit-to-pixel.ts'
import { heap } from './heap.ts'
import { interactions } from './interactions.ts'
import { keys } from './keys.ts'
import { layoutShift } from './layout-shift.ts'
import { longList } from './long-list.ts'
import { openTicket } from './open-ticket.ts'
import { openUncached } from './open-uncached.ts'
import { paint } from './paint.ts'
import { palette } from './palette.ts'
import { picker } from './picker.ts'
import { reconnect } from './reconnect.ts'
import { typing } from './typing.ts'

/** All measures, in the order in which they run. */
export const MEASURES: readonly Measure[] = [
  paint,
  keys,
  palette,
  openTicket,
  openUncached,
  picker,
  typing,
  interactions,
  longList,
  layoutShift,
  commitToPixel,
  heap,
  reconnect,
  accessibility,
]
