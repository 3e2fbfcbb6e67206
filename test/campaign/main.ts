import { killCampaign } from './kills.ts'
import { mutationCampaign } from './mutations.ts'
import { streamCampaign } from './stream.ts'
import { undoCampaign } from './undo.ts'

// `npm run campaign -- [minutes]`, `-- undo [replies]`, `-- stream [minutes]`, or `-- mutations [name]`. Ends with 1 on a
// broken promise, with 2 on a wrong number or name.
const [first, second] = process.argv.slice(2)
const scenarios: Record<string, (amount: string | undefined) => Promise<number>> = {
  undo: undoCampaign,
  stream: streamCampaign,
  mutations: mutationCampaign,
}
const scenario = scenarios[first ?? '']
process.exit(await (scenario === undefined ? killCampaign(first) : scenario(second)))
