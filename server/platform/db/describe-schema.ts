import type pg from 'pg'

/**
 * The schema of a database as reviewable SQL, by the catalogue alone (the embedded server ships no pg_dump): tables,
 * keys, indexes, policies, functions, triggers and the app role's rights, in a fixed order. `appRole` is shown as {{app}}.
 */
export async function describeSchema(client: pg.Client, appRole: string): Promise<string> {
  const sections: string[] = []
  for (const [title, query] of QUERIES) {
    const { rows } = await client.query<{ line: string }>({
      text: query,
      values: query.includes('$1') ? [appRole] : [],
    })
    sections.push(`-- ${title}\n${rows.map((row) => row.line).join('\n')}\n`)
  }
  return sections.join('\n').replaceAll('\r', '')
}

const QUERIES: [string, string][] = [
  [
    'tables',
    `SELECT format(E'CREATE %s %s (\\n', 'TABLE', c.oid::regclass) || string_agg('  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E',\\n' ORDER BY a.attnum)
        || E'\\n)' || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') || ';' AS line
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' GROUP BY c.oid, c.relname, c.reloptions ORDER BY c.relname`,
  ],
  [
    'keys and checks',
    `SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) || ';' AS line
      FROM pg_constraint WHERE connamespace = 'app'::regnamespace AND contype IN ('p', 'u', 'f', 'c') ORDER BY conrelid::regclass::text, conname`,
  ],
  [
    'indexes',
    `SELECT pg_get_indexdef(i.indexrelid) || ';' AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'app'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
      ORDER BY c.relname`,
  ],
  [
    'row security',
    `SELECT 'CREATE POLICY ' || p.polname || ' ON ' || p.polrelid::regclass || ' USING ' || pg_get_expr(p.polqual, p.polrelid)
        || ' WITH CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid) || ';' AS line FROM pg_policy p ORDER BY p.polrelid::regclass::text`,
  ],
  [
    'triggers',
    `SELECT pg_get_triggerdef(t.oid) || ';' AS line FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'app'::regnamespace AND NOT t.tgisinternal ORDER BY 1`,
  ],
  [
    'functions',
    `SELECT pg_get_functiondef(oid) || ';' AS line FROM pg_proc WHERE pronamespace = 'app'::regnamespace ORDER BY proname`,
  ],
  [
    'rights of the app role',
    `SELECT 'GRANT ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' ON ' || c.oid::regclass || ' TO {{app}};' AS line
      FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' AND a.grantee = $1::regrole
      GROUP BY c.oid, c.relname ORDER BY c.relname`,
  ],
]
