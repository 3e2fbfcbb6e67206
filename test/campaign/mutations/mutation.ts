/** One fault that a tired colleague might write, and the tests that shall notice it. `find` occurs exactly once. */
export type Mutation = {
  /** The guarantee that it breaks. */
  name: string
  file: string
  find: string
  replace: string
  tests: string[]
}
