import { blindness, isCode, isTest, type Tree, type Violation } from './tree.ts'

const lineLimit = 400
/** Half of a folder's files, tests aside, are no longer than this: what they are today, up to the next five. */
const medianLimits: Readonly<Record<string, number>> = {
  bench: 65,
  bin: 50,
  contracts: 80,
  server: 45,
  test: 65,
  web: 55,
}

/** Names that say nothing of what a file holds. `shared` and its like become the room for what nobody placed. */
const vagueWords = new Set(
  'base common helper helpers lib libs manager managers misc service services shared util utils'.split(' '),
)

/** Checks that code files are short, those of each folder at the median too. Generated text, SQL and vectors are not code. */
export function checkSizes(tree: Tree): Violation[] {
  const long = codeFiles(tree).flatMap(([path, text]) => {
    const count = lineCount(text)
    return count <= lineLimit
      ? []
      : [{ rule: 'size', at: path, detail: `${count} lines; at most ${lineLimit}` }]
  })
  return [
    ...long,
    ...Object.entries(medianLimits).flatMap(([folder, limit]) => checkMedian(tree, folder, limit)),
  ]
}

/** Checks that code lies in files and folders with kebab-case names that say what they hold. */
export function checkNames(tree: Tree): Violation[] {
  const files = codeFiles(tree)
  const found = files.flatMap(([path]) => {
    const names = path.split('/').map((name) => name.replace(/\.(test\.)?[a-z]+$/, ''))
    return names.flatMap((name) => {
      const vague = name.split('-').find((word) => vagueWords.has(word))
      if (vague !== undefined)
        return [{ rule: 'vague-name', at: path, detail: `"${vague}" does not say what it holds` }]
      if (!/^\.?[a-z0-9]+([-.][a-z0-9]+)*$/.test(name))
        return [{ rule: 'name', at: path, detail: `"${name}" is not kebab-case` }]
      return []
    })
  })
  return [...blindness(files.length, 'code'), ...found]
}

function checkMedian(tree: Tree, folder: string, limit: number): Violation[] {
  const counts = codeFiles(tree)
    .filter(([path]) => path.startsWith(`${folder}/`) && !isTest(path))
    .map(([, text]) => lineCount(text))
    .sort((a, b) => a - b)
  const median = counts[Math.floor(counts.length / 2)]
  if (median === undefined) return [{ rule: 'blind', at: folder, detail: 'read no code of it' }]
  return median <= limit
    ? []
    : [{ rule: 'size', at: folder, detail: `median ${median} lines; at most ${limit}` }]
}

function codeFiles(tree: Tree): [string, string][] {
  return [...tree].filter(([path]) => isCode(path))
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
