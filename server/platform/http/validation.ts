import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TSchema } from 'typebox'
import type { FieldError } from './problem.ts'

const OPTIONS = { allErrors: true, strict: false, removeAdditional: false as const, maxErrors: 20 }
const strictAjv = withFormats(new Ajv2020({ ...OPTIONS, coerceTypes: false }))
/** Queries and path parts arrive as text: numbers in them are read as numbers. */
const textAjv = withFormats(new Ajv2020({ ...OPTIONS, coerceTypes: true }))
const ERRORS_MAX = 20

/** Checks a value and answers what is wrong, with JSON pointers; empty when it fits. May turn text into numbers. */
export type Check = (value: unknown) => FieldError[]

/** Compiles the check of a JSON body: nothing is coerced, unknown properties are refused where the schema says so. */
export function bodyCheck(schema: TSchema): Check {
  return check(strictAjv.compile(schema), '')
}

/** Compiles the check of a query string or of path parts. */
export function textCheck(schema: TSchema): Check {
  return check(textAjv.compile(schema), '')
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  ;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
  return ajv
}

function check(validate: ValidateFunction, root: string): Check {
  return (value) => {
    if (validate(value)) return []
    // One word a place is enough: a uuid that fits neither its format nor its pattern is wrong once.
    const byPath = new Map<string, FieldError>()
    for (const error of validate.errors ?? []) {
      const found = fieldError(error, root)
      if (!byPath.has(found.path)) byPath.set(found.path, found)
    }
    return [...byPath.values()].slice(0, ERRORS_MAX)
  }
}

function fieldError(error: ErrorObject, root: string): FieldError {
  const { additionalProperty, missingProperty, allowedValues } = error.params as Record<string, unknown>
  if (typeof additionalProperty === 'string') {
    return {
      path: `${root}${error.instancePath}/${additionalProperty.slice(0, 80)}`,
      message: 'is not known here',
    }
  }
  if (typeof missingProperty === 'string')
    return { path: `${root}${error.instancePath}/${missingProperty}`, message: 'is required' }
  if (Array.isArray(allowedValues))
    return { path: root + error.instancePath, message: `must be one of ${allowedValues.join(', ')}` }
  return { path: root + error.instancePath, message: error.message ?? 'is not valid' }
}
