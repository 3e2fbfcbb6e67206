/** Mail in: kept before anything else, then decided by a job, each mail to a final state. */
export { type Imported, type ImportProgress, importMail } from './import/import-mail.ts'
export { type ImportReport, importReport, waitForImport } from './import/import-report.ts'
export { makeDefaultMailbox } from './make-default-mailbox.ts'
export { type MailDeps, mailJobs, processMail } from './process-mail.ts'
export { inboundRoutes } from './routes.ts'
export { sweepInbound } from './sweep-inbound.ts'
