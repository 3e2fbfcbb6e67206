import type { Tree, Violation } from './tree.ts'
import { blindness } from './tree.ts'

const reading = /\.(md|sql)$|^(contracts|server|bench|bin|web)\/.*\.m?ts$|^bin\//
const path =
  /(?<![\w/.-])(?:docs|server|contracts|migrations|bench|test|bin)\/[\w./-]+\.(?:md|ts|mjs|sql|json)\b/g

/** What the reference check read and found. */
export type ReferenceReport = { references: number; violations: Violation[] }

/** Checks that each file that a page or a comment names from the root is there: a rule's page, a test, an example. */
export function checkReferences(tree: Tree): ReferenceReport {
  let references = 0
  const violations: Violation[] = []
  for (const [at, text] of tree) {
    if (!reading.test(at)) continue
    text.split('\n').forEach((line, i) => {
      for (const [named] of line.matchAll(path)) {
        references += 1
        if (!tree.has(named))
          violations.push({ rule: 'reference', at: `${at}:${i + 1}`, detail: `${named} is not there` })
      }
    })
  }
  return { references, violations: [...blindness(references, 'reference'), ...violations] }
}

/** Checks that each name the glossary gives as "in code" occurs in the contracts, the server or the migrations. */
export function checkGlossary(tree: Tree): ReferenceReport {
  const code = [...tree].filter(([at]) => /^(contracts|server|migrations)\//.test(at)).map(([, text]) => text)
  const names = (tree.get('docs/glossary.md') ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) =>
      [...(line.split(' | ')[2] ?? '').matchAll(/`([\w.]+)`/g)].map(([, name]) => name ?? ''),
    )
  const unknown = names.filter((name) => !code.some((text) => text.includes(name)))
  return {
    references: names.length,
    violations: [
      ...blindness(names.length, 'word of the glossary'),
      ...unknown.map((name) => ({
        rule: 'glossary',
        at: 'docs/glossary.md',
        detail: `no code knows ${name}`,
      })),
    ],
  }
}
