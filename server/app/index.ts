/** The wiring, for the harness of tests and for benches: the whole app on a given ground. */

export { startBackground } from './background.ts'
export { type App, buildApp, type Ground } from './build-app.ts'
export { type OpenGround, openGround } from './open-ground.ts'
export { readers } from './readers.ts'
