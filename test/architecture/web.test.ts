import { expect, test } from 'vitest'
import { checkWeb } from './check-web.ts'
import { plant, plantOnly } from './planted-tree.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

test('the web app keeps its walls', () => {
  const { files, violations } = checkWeb(readTree(repositoryRoot))
  expect(lines(violations)).toEqual([])
  expect(files).toBeGreaterThan(50)
})

test.each([
  [
    'a screen that reaches into the server',
    'outside',
    { 'web/app/a.ts': "import '../../server/app/index.ts'\n" },
  ],
  ['a part that knows the app', 'wall', { 'web/ui/a.tsx': "import { b } from '../app/b.ts'\n" }],
  [
    'an import behind elements',
    'wall',
    { 'web/ui/a.tsx': "export const A = () => <b>{'>'}</b>\nconst b = () => import('../app/b.ts')\n" },
  ],
  [
    'a part that knows a noun of the desk',
    'wall',
    { 'web/ui/a.tsx': "import '../../contracts/tickets.ts'\n" },
  ],
  ['a data layer that knows a screen', 'wall', { 'web/api/a.ts': "import '../desk/tickets/list.tsx'\n" }],
  [
    'a part without its wrapper',
    'unwrapped',
    { 'web/app/a.tsx': "import { Menu } from '@base-ui/react/menu'\n" },
  ],
  ['an export without a name', 'default-export', { 'web/app/a.tsx': 'export default function A() {}\n' }],
  ['a default that is assigned', 'default-export', { 'web/app/a.ts': 'const a = 1\nexport default a\n' }],
])('%s is found', (_, rule, files) => {
  expect(checkWeb(plant(files)).violations).toMatchObject([{ rule }])
})

test('a check that reads nothing fails', () => {
  expect(checkWeb(plantOnly({ 'server/a.ts': '' })).violations).toMatchObject([{ rule: 'blind' }])
})
