/** The one door of the sample desk: tickets and people to look around with, loaded and removed in one click. */
export { fillSampleDesk } from './load-sample-desk.ts'
export { sampleRoutes } from './routes.ts'
