/** Ids of Docket: uuid v7, made in the app, so that they sort by the time they were made. */
import { v7, validate } from 'uuid'

/** A new uuid v7. */
export function newId(): string {
  return v7()
}

/** Whether the text is a uuid of any version, in the usual hyphenated form. */
export function isId(text: string): boolean {
  return validate(text)
}
