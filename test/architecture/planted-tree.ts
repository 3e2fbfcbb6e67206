import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ArchitectureMap } from './modules.ts'
import type { Tree } from './tree.ts'
import { readTree } from './tree.ts'

/** The map of the planted house: small, and of the same form as the real one. */
export const plantedMap: ArchitectureMap = {
  app: ['delivery', 'desk', 'directory', 'platform', 'contracts'],
  'delivery/email': ['desk', 'platform', 'contracts'],
  'desk/tickets': ['desk/attachments', 'directory', 'platform', 'contracts'],
  'desk/attachments': ['platform', 'contracts'],
  'directory/people': ['platform', 'contracts'],
  'platform/log': ['platform/db', 'contracts'],
  'platform/db': ['contracts'],
  contracts: [],
}

/**
 * Writes a small house that keeps every rule, with `changes` laid over it (undefined removes a file), reads it
 * back from disk and deletes it. So the reader is under test as well as the checks.
 */
export function plant(changes: Readonly<Record<string, string | undefined>> = {}): Tree {
  return plantOnly({ ...soundHouse, ...changes })
}

/** Like `plant`, with nothing but the given files. */
export function plantOnly(files: Readonly<Record<string, string | undefined>>): Tree {
  const root = mkdtempSync(join(tmpdir(), 'docket-planted-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) continue
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return readTree(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const readme = (tables: string): string =>
  `# Planted\n\nNouns: one.\n\nInvariants: one.\n\nTables: ${tables}\n\nEvents: none\n`

const soundHouse: Readonly<Record<string, string>> = {
  'package.json': '{"dependencies":{"pg":"8","typebox":"1"},"devDependencies":{"vitest":"5"}}',
  'migrations/0001_tickets.sql':
    '-- module: desk/tickets; kind: expand; breaking: no\ncreate table ticket (id uuid);\ncreate table if not exists "message" (id uuid);\n',
  'migrations/0002_people.sql':
    '-- module: directory/people; kind: expand; breaking: no\ncreate unlogged table public.person (id uuid);\n',
  'contracts/README.md': readme('none'),
  'contracts/errors.ts': "import { Type } from 'typebox'\nexport const ErrorBody = Type.Object({})\n",
  'contracts/tickets.ts': "import { Type } from 'typebox'\nexport const Ticket = Type.Object({})\n",
  'server/app/README.md': readme('none'),
  'server/app/index.ts': "import { reply } from '../desk/tickets/index.ts'\nvoid reply\n",
  'server/delivery/email/README.md': readme('none'),
  'server/delivery/email/index.ts': "export { reply } from '../../desk/tickets/index.ts'\n",
  'server/delivery/email/parse/header.ts':
    "import type { Ticket } from '../../../../contracts/tickets.ts'\nexport type Header = typeof Ticket\n",
  'server/desk/tickets/README.md': readme('ticket, message'),
  'server/desk/tickets/index.ts': "export { reply } from './reply.ts'\n",
  'server/desk/tickets/reply.ts':
    "import { keep } from '../attachments/index.ts'\nimport { name } from '../../directory/people/index.ts'\nimport { insert } from './store.ts'\nimport { open } from './ticket.ts'\n/** Replies. */\nexport function reply(): void {\n  void [keep, name, insert, open]\n}\n",
  'server/desk/tickets/reply.test.ts':
    "import { expect, test } from 'vitest'\nimport { desk } from '../../../test/harness/index.ts'\nimport { insert } from './store.ts'\ntest('a reply is kept', () => expect([desk, insert]).toBeDefined())\n",
  'server/desk/tickets/store.ts':
    "import { query } from '../../platform/db/index.ts'\n/** Inserts. */\nexport function insert(): unknown {\n  return query`insert into ticket (id) values (1) on conflict do update set id = 1`\n}\n",
  'server/desk/tickets/ticket.ts': "import { limit } from './limit.ts'\nexport const open = limit\n",
  'server/desk/tickets/limit.ts': 'export const limit = 1\n',
  'server/desk/attachments/README.md': readme('none'),
  'server/desk/attachments/index.ts': 'export const keep = 1\n',
  'server/directory/people/README.md': readme('`person`'),
  'server/directory/people/index.ts': 'export const name = 1\n',
  'server/platform/db/README.md': readme('none'),
  'server/platform/db/index.ts':
    "import pg from 'pg'\nexport const query = (..._: unknown[]): unknown => pg\n".replace(
      'export',
      '/** Runs a query. */\nexport',
    ),
  'server/platform/log/README.md': readme('none'),
  'server/platform/log/index.ts':
    "import { query } from '../db/index.ts'\nimport type { ErrorBody } from '../../../contracts/errors.ts'\nexport type Log = [typeof query, typeof ErrorBody]\n",
  'bin/start.mjs': 'export const start = () => 1\n',
  'web/app/main.tsx': 'export const app = 1\n',
  'test/harness/index.ts': "export * as desk from '../../server/app/index.ts'\n",
  'bench/create.ts': "import { reply } from '../server/desk/tickets/index.ts'\nvoid reply\n",
}
