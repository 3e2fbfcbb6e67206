import { useQuery } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, useState } from 'react'
import { staffQuery, useDesk } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { whenIdle } from '../../../ui/late-code.ts'

/** What somebody who works on tickets is called; undefined while that is not known. */
export type StaffNames = (id: string) => string | undefined

/** Gives the names to the rows, so that each of them asks nothing itself. */
export const StaffNamesContext = createContext<StaffNames>(() => undefined)

/** See StaffNames; the reader is known at once, the others once the list stands. */
export function useLoadedStaffNames(): StaffNames {
  const { client } = useDesk()
  const { person } = useMe()
  const [isIdle, setIdle] = useState(false)
  useEffect(() => whenIdle(() => setIdle(true)), [])
  const { data } = useQuery({ ...staffQuery(client), enabled: isIdle })
  return useMemo(() => {
    const names = new Map([...(data ?? []), person].map(({ id, name }) => [id, name]))
    return (id) => names.get(id)
  }, [data, person])
}

/** The names that the list around this component knows. */
export function useStaffNames(): StaffNames {
  return use(StaffNamesContext)
}
