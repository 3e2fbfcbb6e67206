import type { Connection } from './connection.ts'

/** Which connections hold which topic, so that an event costs only those whom it may concern. */
export type TopicIndex = {
  add(connection: Connection): void
  remove(connection: Connection): void
  drop(connection: Connection, topic: string): void
  of(topic: string): ReadonlySet<Connection>
}

const NOBODY: ReadonlySet<Connection> = new Set()

/** An empty index. */
export function topicIndex(): TopicIndex {
  const byTopic = new Map<string, Set<Connection>>()
  const drop = (connection: Connection, topic: string) => {
    const holders = byTopic.get(topic)
    holders?.delete(connection)
    if (holders?.size === 0) byTopic.delete(topic)
  }
  return {
    add(connection) {
      for (const topic of connection.topics.keys()) {
        const holders = byTopic.get(topic)
        if (holders === undefined) byTopic.set(topic, new Set([connection]))
        else holders.add(connection)
      }
    },
    remove(connection) {
      for (const topic of connection.topics.keys()) drop(connection, topic)
    },
    drop,
    of: (topic) => byTopic.get(topic) ?? NOBODY,
  }
}
