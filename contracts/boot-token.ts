/**
 * A token under a mask: the mask and the token laid over it, as base64url. The page that brings it is compressed together
 * with texts that strangers wrote, and the length of a compressed page tells what repeats in it; under a new mask for
 * each page nothing does. `mask` is as long as the token, random bytes.
 */
export function maskedToken(token: string, mask: Uint8Array): string {
  const laid = mask.map((byte, at) => byte ^ token.charCodeAt(at))
  return btoa(String.fromCharCode(...mask, ...laid))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Takes the mask off again. */
export function unmaskedToken(masked: string): string {
  const text = atob(masked.replaceAll('-', '+').replaceAll('_', '/'))
  const half = text.length / 2
  const codes = Array.from({ length: half }, (_, at) => text.charCodeAt(at) ^ text.charCodeAt(half + at))
  return String.fromCharCode(...codes)
}
