/** `railroad.html`: a diagram for each rule, drawn as SVG, in a page that needs nothing else. */
import { definitions, nameOf, textOf } from './lexical.js'
import type { Production, Rules } from './productions.js'
import { arc, column, loop, node, row, type Drawing } from './tracks.js'

export function railroad(rules: Rules): string {
  const sections = [...rules].map(([name, rule]) => `<section id="${name}"><h2>${name}</h2>${svg(draw(rule))}</section>`)
  const tokens = definitions.map(([name, text]) => `<tr id="${name}"><th>${name}</th><td><code>${escaped(text)}</code></td></tr>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The grammar of MTL</title>
<style>${style}</style>
<h1>The grammar of MTL</h1>
<p>Made from the parser by <code>npm run grammar</code>. Words in round boxes are written as they are, boxes with corners are rules.
Keywords are names wherever they do not stand here, but for <code>if else true false let</code>.</p>
${sections.join('\n')}
<section><h2>Tokens</h2><table>${tokens.join('\n')}</table></section>
</html>
`
}

const style = `
:root { color-scheme: light dark; --line: #57606a; --ink: #1f2328; --word: #fff3d6; --rule: #dcebfa; --token: #e3f3e6 }
@media (prefers-color-scheme: dark) { :root { --line: #9aa4af; --ink: #e6edf3; --word: #4a3b12; --rule: #12385c; --token: #17402a } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink) }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem } section { overflow-x: auto } th { text-align: left; padding-right: 1rem; vertical-align: top }
svg { display: block } path { fill: none; stroke: var(--line); stroke-width: 1.5 } rect { stroke: var(--line) }
svg text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: var(--ink) } svg a { text-decoration: none }
.word { fill: var(--word) } .rule { fill: var(--rule) } .token { fill: var(--token) }`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function draw(production: Production): Drawing {
  switch (production.kind) {
    case 'token': {
      const text = textOf(production.type)
      return text === undefined ? box(nameOf(production.type), 'token', nameOf(production.type)) : box(text, 'word')
    }
    case 'rule': return box(production.name, 'rule', production.name)
    case 'sequence': return row(production.parts.map(draw))
    case 'choice': return column(production.alternatives.map(draw))
    case 'optional': return column([row([]), draw(production.item)])
    case 'repeat': {
      const { item, separator, least, trailing = false } = production
      const many = loop(draw(item), separator === undefined ? row([]) : draw(separator))
      const ended = trailing && separator !== undefined ? row([many, column([row([]), draw(separator)])]) : many
      return least === 0 ? column([row([]), ended]) : ended
    }
  }
}

const box = (text: string, kind: 'word' | 'rule' | 'token', link?: string): Drawing =>
  node(text.length * 8 + 20, (x, y, width) => {
    const drawn = `<rect class="${kind}" x="${x}" y="${y - 13}" width="${width}" height="26" rx="${kind === 'word' ? 13 : 3}"/><text x="${x + width / 2}" y="${y + 4}">${escaped(text)}</text>`
    return link === undefined ? drawn : `<a href="#${link}">${drawn}</a>`
  })

function svg(drawing: Drawing): string {
  const [width, height, y] = [drawing.width + 60, drawing.up + drawing.down + 8, drawing.up + 4]
  const ends = `${arc(10, y - 8, `v16 M10 ${y} h20`)}${arc(drawing.width + 30, y, `h20 m0 -8 v16`)}`
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">${ends}${drawing.draw(30, y)}</svg>`
}
