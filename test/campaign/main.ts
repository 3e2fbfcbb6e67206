import { killCampaign } from './kills.ts'
import { streamCampaign } from './stream.ts'
import { undoCampaign } from './undo.ts'

// `npm run campaign -- [minutes]`, `-- undo [replies]`, or `-- stream [minutes]`. Ends with 1 on a broken promise, with 2 on a wrong number.
const [first, second] = process.argv.slice(2)
const scenarios: Record<string, (amount: string | undefined) => Promise<number>> = {
  undo: undoCampaign,
  stream: streamCampaign,
}
const scenario = scenarios[first ?? '']
process.exit(await (scenario === undefined ? killCampaign(first) : scenario(second)))
