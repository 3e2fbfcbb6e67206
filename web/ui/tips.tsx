import { useLoaded } from './late-code.ts'

const loadLayer = () => import('./tip-layer.tsx')

/** Where tooltips appear; once in the page. Their code comes when the page has time. */
export function Tips() {
  const { loaded } = useLoaded(loadLayer)
  return loaded === undefined ? null : <loaded.TipLayer />
}
