/** Attachments: storing, listing and reading files of messages. */
export { FILE_LINK_PATH, filePaths, openLinkedFile } from './linked-file.ts'
export { attachmentUrl, presentAttachment } from './present-attachment.ts'
export { type AttachmentRow, attachmentsOf } from './queries.ts'
export { type AttachmentRoutesDeps, attachmentRoutes } from './routes.ts'
export { insertAttachments, type NewAttachments } from './store.ts'
export { dropFiles, type NewFile, type StoredFile, storeFiles } from './store-files.ts'
