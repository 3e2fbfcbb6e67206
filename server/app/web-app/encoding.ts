export type Encoding = 'br' | 'gzip' | 'identity'

/**
 * The encoding to answer in: brotli, else gzip, where the client takes it, else as it is (RFC 9110, 12.5.3). A weight of
 * 0 refuses an encoding; `*` stands for those not named.
 */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  const weights = new Map<string, number>()
  for (const part of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2)
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0)
  }
  const takes = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0
  if (takes('br')) return 'br'
  return takes('gzip') || takes('x-gzip') ? 'gzip' : 'identity'
}
