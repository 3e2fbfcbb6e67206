import pg from 'pg'
import type { RecordedStatement, RecordedTrip } from '../desk/record-statements.ts'
import { type PlanFlaw, type PlanNode, planFlaws } from './plan-flaws.ts'

/** How the server ran one statement; times in milliseconds. */
export type ExplainedStatement = {
  text: string
  /** A kept plan is made without looking at the values. */
  plan: 'kept' | 'own'
  planningMs: number
  executionMs: number
  flaws: PlanFlaw[]
  explained: unknown
}

/** Explains, with times and buffers, what a request sends besides BEGIN, COMMIT and context, with the rights of the app. */
export async function explainStatements(url: string, trips: RecordedTrip[]): Promise<ExplainedStatement[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const explained: ExplainedStatement[] = []
    for (const statement of trips.flat()) {
      // What changes nothing may be run again, one after the other, in the transactions as they were.
      if (isRead(statement)) explained.push(await explain(client, statement))
      else await client.query(statement.text, statement.values)
    }
    return explained
  } finally {
    await client.end()
  }
}

function isRead({ text }: RecordedStatement): boolean {
  return /^(SELECT|WITH)\b/.test(text) && !text.startsWith("SELECT set_config('app.tenant_id'")
}

async function explain(client: pg.Client, statement: RecordedStatement): Promise<ExplainedStatement> {
  const { text, name } = statement
  const report = name === undefined ? await ownPlan(client, statement) : await keptPlan(client, statement)
  const { Plan, ...times } = report
  return {
    text,
    plan: name === undefined ? 'own' : 'kept',
    planningMs: times['Planning Time'],
    executionMs: times['Execution Time'],
    flaws: planFlaws(Plan),
    explained: Plan,
  }
}

type Report = { Plan: PlanNode; 'Planning Time': number; 'Execution Time': number }

async function ownPlan(client: pg.Client, { text, values }: RecordedStatement): Promise<Report> {
  return reportOf(await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values))
}

/** A named statement is planned with its values five times and may then be run by a plan for any values. */
async function keptPlan(client: pg.Client, { text, values }: RecordedStatement): Promise<Report> {
  const literals = values.map((value) => {
    if (value === null) return 'NULL'
    return typeof value === 'string'
      ? client.escapeLiteral(value)
      : `'\\x${Buffer.from(value).toString('hex')}'`
  })
  await client.query(`PREPARE explained AS ${text}`)
  await client.query('SET LOCAL plan_cache_mode = force_generic_plan')
  const answer = await client.query(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained${literals.length === 0 ? '' : `(${literals.join(', ')})`}`,
  )
  await client.query('SET LOCAL plan_cache_mode = auto')
  await client.query('DEALLOCATE explained')
  return reportOf(answer)
}

function reportOf({ rows }: pg.QueryResult): Report {
  const [row] = rows as [{ 'QUERY PLAN': [Report] }]
  return row['QUERY PLAN'][0]
}
