import {
  Building2,
  CircleCheck,
  CircleCheckBig,
  CircleDashed,
  CirclePause,
  Contrast,
  type LucideIcon,
  RotateCcw,
} from 'lucide-react'
import type { Status } from '../../contracts/tickets.ts'
import { t } from '../locales/t.ts'
import { type StatusWord, statusWord } from './status-words.ts'

const ICONS: Readonly<Record<StatusWord, LucideIcon>> = {
  received: CircleDashed,
  inWork: Contrast,
  waitingForYou: CirclePause,
  supplier: Building2,
  solved: CircleCheck,
  closed: CircleCheckBig,
  reopened: RotateCcw,
}
const HUES: Readonly<Record<StatusWord, string>> = {
  received: 'text-info',
  inWork: 'text-violet',
  waitingForYou: 'text-warn',
  supplier: 'text-warn',
  solved: 'text-ok',
  closed: 'text-neutral',
  reopened: 'text-danger',
}

/** How a request stands: a shape, a colour and plain words. */
export function StatusLine({ status }: { status: Status }) {
  const word = statusWord(status)
  const Icon = ICONS[word]
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${HUES[word]}`}>
      <Icon size={18} aria-hidden="true" className="shrink-0" />
      {t(`portal.status.${word}`)}
    </span>
  )
}
