import ts from 'typescript'
import { lineOf, parse, visitAll } from './imports.ts'
import type { Tree } from './tree.ts'
import { isTest } from './tree.ts'

/** A table named in SQL that the server's code holds; without the schema if it is the product's own. */
export type TableUse = { path: string; line: number; table: string }

const name = '(?:only\\s+)?(?:if\\s+(?:not\\s+)?exists\\s+)?((?:[\\w"]+\\.)?[\\w"]+|\\$\\{)'
const writing = [
  `insert\\s+into\\s+${name}`,
  `update\\s+${name}(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\b`,
  `delete\\s+from\\s+${name}`,
  `merge\\s+into\\s+${name}`,
  `truncate\\s+(?:table\\s+)?${name}`,
  `copy\\s+${name}(?:\\s*\\([^)]*\\))?\\s+from\\b`,
]
const creating = `create\\s+(?:unlogged\\s+)?table\\s+${name}`

/** Every table that SQL in the server's code writes to. A name put together at run time reads as `\${`. */
export function tableWrites(tree: Tree): TableUse[] {
  return sqlTexts(tree).flatMap(({ path, line, text }) =>
    writing.flatMap((form) => namesIn(text, form)).map((table) => ({ path, line, table })),
  )
}

/** Every table that a migration or the server's code creates. */
export function tablesCreated(tree: Tree): TableUse[] {
  const migrations = [...tree].filter(([path]) => /^migrations\/\d.*\.sql$/.test(path))
  const texts = [
    ...migrations.map(([path, text]) => ({ path, line: 1, text: withoutComments(text) })),
    ...sqlTexts(tree),
  ]
  return texts.flatMap(({ path, line, text }) =>
    namesIn(text, creating).map((table) => ({ path, line, table })),
  )
}

function sqlTexts(tree: Tree): { path: string; line: number; text: string }[] {
  return [...tree]
    .filter(([path]) => /^server\/.*\.ts$/.test(path) && !isTest(path))
    .flatMap(([path, code]) => {
      const source = parse(path, code)
      const found: { path: string; line: number; text: string }[] = []
      visitAll(source, (node) => {
        const isText = ts.isTemplateExpression(node) || ts.isStringLiteralLike(node)
        if (isText)
          found.push({ path, line: lineOf(source, node), text: withoutComments(node.getText(source)) })
      })
      return found
    })
}

function namesIn(text: string, form: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${form}`, 'gi'))].map(([, table]) =>
    (table ?? '')
      .replaceAll('"', '')
      .replace(/^(app|public)\./, '')
      .toLowerCase(),
  )
}

function withoutComments(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
}
