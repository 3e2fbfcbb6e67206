import { safeFilename } from './filename.ts'

const namesByType: Readonly<Record<string, string>> = {
  'message/rfc822': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'message/disposition-notification': 'receipt.txt',
  'text/rfc822-headers': 'headers.txt',
  'text/calendar': 'invite.ics',
  'text/plain': 'attachment.txt',
  'text/html': 'attachment.html',
  'text/csv': 'attachment.csv',
  'application/pdf': 'attachment.pdf',
  'application/pgp-signature': 'signature.asc',
  'application/pgp-encrypted': 'encrypted.asc',
  'application/pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-mime': 'smime.p7m',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-signature': 'smime.p7s',
  'application/ms-tnef': 'winmail.dat',
  'application/zip': 'attachment.zip',
  'image/png': 'image.png',
  'image/jpeg': 'image.jpg',
  'image/gif': 'image.gif',
  'image/webp': 'image.webp',
}

/** The declared name made safe, or one that goes with the type where a part has none. */
export function attachmentFilename(declared: string | undefined, contentType: string): string {
  if (declared !== undefined && declared.trim() !== '') return safeFilename(declared)
  return namesByType[contentType.toLowerCase()] ?? 'attachment'
}
