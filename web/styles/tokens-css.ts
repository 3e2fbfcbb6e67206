import { COLOURS, type ColourRole, FORCED, LAYERS, MORE_CONTRAST, RADII, SHADOWS, TYPE } from './tokens.ts'

type Theme = 'light' | 'dark'
const ROLES = Object.keys(COLOURS) as ColourRole[]

/** The style sheet that the tokens make: variables per theme, and the names by which Tailwind knows them. */
export function tokensCss(): string {
  return `/* Made from tokens.ts by write-tokens.ts; change it there. */
@theme inline {
  --color-*: initial;
  --color-transparent: transparent;
  --color-current: currentcolor;
${lines(ROLES.map((role) => `--color-${role}: var(--${role})`))}
  --text-*: initial;
${lines(Object.entries(TYPE).flatMap(([name, [size, line]]) => [`--text-${name}: ${rem(size)}`, `--text-${name}--line-height: ${rem(line)}`]))}
  --radius-*: initial;
${lines(Object.entries(RADII).map(([name, px]) => `--radius-${name}: ${px}px`))}
  --shadow-*: initial;
${lines(Object.keys(SHADOWS).map((name) => `--shadow-${name}: var(--shadow-of-${name})`))}
}

:root {
  color-scheme: light;
${lines(theme('light'))}
${lines(Object.entries(LAYERS).map(([name, z]) => `--layer-${name}: ${z}`))}
}

:root[data-theme="dark"] {
  color-scheme: dark;
${lines(theme('dark'))}
}

@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    color-scheme: dark;
${lines(theme('dark'), 4)}
  }
}

@media (prefers-contrast: more) {
  :root {
${lines(
  Object.entries(MORE_CONTRAST).map(([role, stronger]) => `--${role}: var(--${stronger})`),
  4,
)}
  }
}

@media (forced-colors: active) {
  :root:root {
${lines(
  Object.entries(FORCED).map(([role, colour]) => `--${role}: ${colour}`),
  4,
)}
  }
}
`
}

function theme(name: Theme): string[] {
  const shadows = Object.entries(SHADOWS).map(
    ([step, shadow]) => `--shadow-of-${step}: ${name === 'light' ? shadow : 'none'}`,
  )
  return [...ROLES.map((role) => `--${role}: ${COLOURS[role][name].toLowerCase()}`), ...shadows]
}

function lines(declarations: readonly string[], indent = 2): string {
  return declarations.map((one) => `${' '.repeat(indent)}${one};`).join('\n')
}

function rem(px: number): string {
  return `${px / 16}rem`
}
