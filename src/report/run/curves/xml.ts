type Value = string | number

export const text = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Two decimals are a fiftieth of a pixel at most, and keep files small and alike on all machines. */
const written = (value: Value): string => (typeof value === 'number' ? String(Number(value.toFixed(2))) : text(value).replaceAll('"', '&quot;'))

export function element(name: string, attributes: Readonly<Record<string, Value>>, content: readonly string[] = []): string {
  const head = `${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${written(value)}"`).join('')}`
  return content.length === 0 ? `<${head}/>` : `<${head}>${content.join(content.length > 1 ? '\n' : '')}</${name}>`
}
