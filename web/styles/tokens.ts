/** A colour of both themes. Every other file names the role, never the colour. */
export type Tone = { light: string; dark: string }

/** Colour roles. What each must contrast with is in `contrast-pairs.ts`. */
export const COLOURS = {
  canvas: { light: '#FBFBFC', dark: '#0F1115' },
  surface: { light: '#FFFFFF', dark: '#16191F' },
  sunken: { light: '#F3F4F6', dark: '#0B0D10' },
  hover: { light: '#EEF0F3', dark: '#1E222A' },
  selected: { light: '#E6EEFC', dark: '#1C2B4A' },
  text: { light: '#171A20', dark: '#ECEEF2' },
  'text-2': { light: '#4A515E', dark: '#B4BBC8' },
  'text-3': { light: '#626A78', dark: '#98A1B0' },
  link: { light: '#2452C4', dark: '#8FB2FF' },
  accent: { light: '#2A5BD7', dark: '#3B66D9' },
  'accent-hover': { light: '#2450C0', dark: '#3259C4' },
  'on-accent': { light: '#FFFFFF', dark: '#FFFFFF' },
  focus: { light: '#2A5BD7', dark: '#8FB2FF' },
  border: { light: '#DFE2E7', dark: '#2A2F39' },
  'border-strong': { light: '#7A8290', dark: '#737C8C' },
  note: { light: '#FFF7DB', dark: '#2B2410' },
  'note-text': { light: '#4D3B00', dark: '#F3DF9E' },
  'note-border': { light: '#8A6A00', dark: '#B8952E' },
  danger: { light: '#B3261E', dark: '#FF9B92' },
  'danger-tint': { light: '#FDECEA', dark: '#3A1614' },
  warn: { light: '#8A4B00', dark: '#FFB870' },
  'warn-tint': { light: '#FFF1DC', dark: '#352209' },
  ok: { light: '#17693A', dark: '#7FD8A0' },
  'ok-tint': { light: '#E5F5EA', dark: '#10301D' },
  info: { light: '#1F57A8', dark: '#8CBBFF' },
  'info-tint': { light: '#E6F0FC', dark: '#13284A' },
  violet: { light: '#6A3FB5', dark: '#C4A6FF' },
  'violet-tint': { light: '#F1EAFC', dark: '#2A1E45' },
  neutral: { light: '#4A515E', dark: '#B4BBC8' },
  'neutral-tint': { light: '#ECEEF1', dark: '#242932' },
  mark: { light: '#FFE58A', dark: '#5A4A12' },
  'chart-1': { light: '#2A5BD7', dark: '#7AA2FF' },
  'chart-2': { light: '#0F766E', dark: '#4FC7BB' },
  'chart-3': { light: '#B45309', dark: '#F0A95A' },
  'chart-4': { light: '#7E3FC9', dark: '#C4A6FF' },
  'chart-5': { light: '#BE185D', dark: '#F288B4' },
  'chart-6': { light: '#4D7C0F', dark: '#B5D86B' },
} as const satisfies Record<string, Tone>
export type ColourRole = keyof typeof COLOURS

/** Where somebody asks for more contrast, the quiet roles take the place of stronger ones. */
export const MORE_CONTRAST: Partial<Record<ColourRole, ColourRole>> = {
  'text-3': 'text-2',
  border: 'border-strong',
}

/** Where the system imposes its own colours (CSS Color 4, system colours). */
export const FORCED: Partial<Record<ColourRole, string>> = {
  canvas: 'Canvas',
  surface: 'Canvas',
  sunken: 'Canvas',
  hover: 'Canvas',
  selected: 'SelectedItem',
  text: 'CanvasText',
  'text-2': 'CanvasText',
  'text-3': 'CanvasText',
  link: 'LinkText',
  accent: 'ButtonText',
  'accent-hover': 'ButtonText',
  'on-accent': 'ButtonFace',
  focus: 'Highlight',
  border: 'CanvasText',
  'border-strong': 'ButtonBorder',
}

/** Sizes of type in rem of a 16 px root: size and line. */
export const TYPE = {
  caption: [11, 16],
  meta: [12, 16],
  body: [13, 20],
  message: [14, 22],
  section: [16, 24],
  page: [20, 28],
  title: [24, 32],
  figure: [32, 40],
} as const satisfies Record<string, readonly [number, number]>

/** Corners in px. */
export const RADII = { chip: 4, control: 6, card: 8, dialog: 12 } as const

/** What lies above what. */
export const LAYERS = { sticky: 10, drawer: 20, dialog: 30, popover: 40, toast: 50 } as const

/** Heights of a row of a list in px by density. */
export const ROW_HEIGHTS = { compact: 32, default: 40, comfortable: 52 } as const

/** The three steps of shadow in light; in dark a border and a step of surface stand for them. */
export const SHADOWS = {
  low: '0 1px 2px rgb(23 26 32 / 0.08)',
  mid: '0 4px 12px rgb(23 26 32 / 0.12)',
  high: '0 12px 32px rgb(23 26 32 / 0.18)',
} as const
