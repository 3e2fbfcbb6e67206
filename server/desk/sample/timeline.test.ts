import { describe, expect, it } from 'vitest'
import { PRIORITIES } from '../../../contracts/tickets.ts'
import { STORIES } from './stories/index.ts'
import { moves, type Story, says } from './story.ts'
import { timelineOf } from './timeline.ts'

const story = (hoursAgo: number, steps: Story['steps']): Story => ({
  by: 'mei',
  via: 'PORTAL',
  hoursAgo,
  subject: 'x',
  text: 'y',
  ...(steps === undefined ? {} : { steps }),
})

describe('the timeline', () => {
  it('is in the order of time over all stories, and each story keeps its own', () => {
    const stories = [
      story(3, [says(60, 'tomas', 'first'), moves(60, 'tomas', 'RESOLVED')]),
      story(5, [says(200, 'mei', 'second')]),
      story(2, undefined),
    ]
    expect(timelineOf(stories).map(({ minutesAgo, story: of }) => [of, minutesAgo])).toEqual([
      [1, 300],
      [0, 180],
      [0, 120],
      [2, 120],
      [1, 100],
      [0, 60],
    ])
  })
})

describe('the stories', () => {
  it('are forty, one of them to begin with, and all lie in the last two weeks', () => {
    expect(STORIES).toHaveLength(40)
    expect(STORIES.filter(({ first }) => first === true)).toHaveLength(1)
    expect(new Set(STORIES.map(({ subject }) => subject)).size).toBe(40)
    for (const { minutesAgo } of timelineOf(STORIES)) {
      expect(minutesAgo).toBeGreaterThan(0)
      expect(minutesAgo).toBeLessThan(14 * 24 * 60)
    }
  })

  it('know every priority, and at least five talk a while', () => {
    expect(new Set(STORIES.map(({ priority = 'P3' }) => priority))).toEqual(new Set(PRIORITIES))
    const talks = STORIES.filter(
      ({ steps = [] }) => steps.filter(({ does }) => does === 'say' || does === 'note').length >= 4,
    )
    expect(talks.length).toBeGreaterThanOrEqual(5)
  })
})
