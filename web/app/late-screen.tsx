import { type ComponentType, createElement, type ReactNode, use } from 'react'
import { addEnglish } from '../locales/load-locale.ts'

/** A screen whose code is on the way; `preload` is what the router calls when its link is pointed at. */
export type LateScreen = (() => ReactNode) & { preload: () => Promise<void> }

/**
 * A screen that is loaded when it is wanted. Code that cannot be had fails the screen alone and is asked for again by
 * the next try: the page is never loaded anew for it, since somebody may be writing; see reloadOnceForNewBuild.
 */
export function lateScreen<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): LateScreen {
  let screen: ComponentType | undefined
  let loading: Promise<ComponentType> | undefined
  const get = () => {
    loading ??= load().then(
      (code) => {
        screen = code[name]
        return screen
      },
      (error) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each screen, when the routes are.
  const Late = () => createElement(screen ?? use(get()))
  return Object.assign(Late, {
    // What fails here fails again when the screen is shown, and is said there.
    preload: () => get().then(none, none),
  })
}

/** A late screen whose texts come with it: those that the first screens do without, of all such screens together. */
export function withTexts<Code>(load: () => Promise<Code>): () => Promise<Code> {
  return async () => {
    const [code, { messages }] = await Promise.all([load(), import('virtual:messages/late')])
    addEnglish(messages)
    return code
  }
}

function none(): void {}
