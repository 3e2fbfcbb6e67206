import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { BenchDesk } from '../desk/start-desk.ts'

/** People who follow a team, five streams each. */
export type Listeners = { teamId: string; keys: string[] }

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Plants agents of a team by SQL, each with a key of their own; answers the keys. */
export async function plantListeners(desk: BenchDesk, teamId: string, people: number): Promise<Listeners> {
  const { sql, tenantId } = desk
  const { rows } = await sql.query<{ short: string }>('SELECT short FROM app.tenant WHERE id = $1', [
    tenantId,
  ])
  const planted = Array.from({ length: people }, () => ({
    short: randomBytes(4).toString('hex'),
    secret: Array.from(randomBytes(43), (byte) => DIGITS[byte % DIGITS.length]).join(''),
  }))
  const hashes = planted.map(({ secret }) => createHash('sha256').update(secret).digest())
  await sql.query(`SET app.tenant_id = '${tenantId}'`)
  await sql.query(PLANT, [tenantId, teamId, planted.map(({ short }) => short), hashes])
  return { teamId, keys: planted.map(({ short, secret }) => keyText(rows[0]?.short ?? '', short, secret)) }
}

const PLANT = `WITH planted AS (SELECT * FROM unnest($3::text[], $4::bytea[]) AS p(short, hash)
  ), people AS (
    INSERT INTO app.person (tenant_id, id, name, email, email_key, role, created_at, updated_at)
    SELECT $1, gen_random_uuid(), 'Listener ' || short, short || '@listen.example', short || '@listen.example', 'AGENT', now(), now()
    FROM planted RETURNING id, email
  ), members AS (
    INSERT INTO app.team_member (tenant_id, team_id, person_id, role) SELECT $1, $2, id, 'AGENT' FROM people
  )
  INSERT INTO app.api_key (tenant_id, id, short, secret_hash, name, person_id, scopes, created_at, last_used_at)
  SELECT $1, gen_random_uuid(), short, hash, 'bench', people.id, '{tickets:read,notes:read}', now(), now()
  FROM planted JOIN people ON people.email = short || '@listen.example'`

/** The form of keys: docs/behaviour/sign-in.md. */
function keyText(tenant: string, short: string, secret: string): string {
  const text = `dk_${tenant}_${short}_${secret}`
  let check = ''
  for (let rest = crc32(text); check.length < 6; rest = Math.floor(rest / 62))
    check = DIGITS[rest % 62] + check
  return `${text}_${check}`
}
