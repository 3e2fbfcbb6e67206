import type { Step, Story } from './story.ts'

/** Something that happens in the sample's past: `story` is its index, `step` null for the filing. */
export type Moment = { minutesAgo: number; story: number; step: Step | null }

const MINUTES_AN_HOUR = 60

/**
 * All that happens in the stories, oldest first, so that the log is written in the order of time. Of one instant the
 * order of the stories decides; within a story its own order always holds. Pure.
 */
export function timelineOf(stories: readonly Story[]): Moment[] {
  return stories.flatMap(momentsOf).toSorted((a, b) => b.minutesAgo - a.minutesAgo || a.story - b.story)
}

function momentsOf({ hoursAgo, steps = [] }: Story, story: number): Moment[] {
  let minutesAgo = hoursAgo * MINUTES_AN_HOUR
  const filed: Moment = { minutesAgo, story, step: null }
  return [
    filed,
    ...steps.map((step) => {
      minutesAgo -= step.after
      return { minutesAgo, story, step }
    }),
  ]
}
