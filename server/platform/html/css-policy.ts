const color = [/^(?:#[0-9a-f]{3,8}|[a-z]{3,25}|(?:rgb|hsl)a?\([\d\s.,%/]{3,60}\))$/i]
/** No negative lengths: they move content over its neighbours. */
const lengths = [/^(?:(?:auto|0|\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|ch|cm|mm|in|%))(?:\s+|$)){1,4}$/i]
const word = [/^[a-z-]{1,30}$/i]
const border = [/^[\w\s#.,%()-]{1,80}$/]

/**
 * The whole of the CSS that is kept in style attributes: looks, nothing that moves, hides, overlays,
 * animates or loads (no url(), position, display, opacity, transform).
 */
export const allowedStyles: { '*': Record<string, RegExp[]> } = {
  '*': {
    color,
    'background-color': color,
    background: color,
    'font-family': [/^[\w\s,'"-]{1,200}$/],
    'font-size': [...lengths, ...word],
    'font-style': word,
    'font-weight': [/^(?:[a-z]{4,7}|[1-9]00)$/i],
    'line-height': [...lengths, ...word, /^\d{1,2}(?:\.\d{1,4})?$/],
    'text-align': word,
    'text-decoration': word,
    'text-indent': lengths,
    'vertical-align': word,
    'white-space': word,
    'list-style-type': word,
    ...Object.fromEntries(sides('margin').map((property) => [property, lengths])),
    ...Object.fromEntries(sides('padding').map((property) => [property, lengths])),
    ...Object.fromEntries(sides('border').map((property) => [property, border])),
    'border-collapse': word,
    'border-color': color,
    'border-style': word,
    'border-width': lengths,
    width: lengths,
    'max-width': lengths,
    height: lengths,
  },
}

function sides(property: string): string[] {
  return [property, ...['top', 'right', 'bottom', 'left'].map((side) => `${property}-${side}`)]
}
