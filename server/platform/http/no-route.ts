import type { RouteContract } from '../../../contracts/route.ts'
import { Problem } from './problem.ts'

/**
 * What to say of a request that no route takes: `method-not-allowed` with the methods that the path knows (RFC 9110
 * 15.5.6), else `not-found`. Says nothing about whether a thing with that id exists.
 */
export function noRoute(contracts: readonly RouteContract[]): (method: string, url: string) => Problem {
  const paths = contracts.map(({ method, path }) => ({ method, shape: shapeOf(path) }))
  return (method, url) => {
    const path = url.split('?', 1)[0] ?? ''
    const methods = [...new Set(paths.filter(({ shape }) => shape.test(path)).map((one) => one.method))]
    if (methods.length === 0 || methods.includes(method as RouteContract['method'])) {
      return new Problem('not-found', 'There is nothing at this address.')
    }
    return new Problem('method-not-allowed', `This path takes ${methods.join(', ')}.`, {
      headers: { allow: methods.join(', ') },
    })
  }
}

function shapeOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}
