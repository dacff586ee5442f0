const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The page of a graph, or of why there is none; it runs no scripts and loads nothing. */
export function page(title: string, drawn: { readonly svg: string } | { readonly problem: string }): string {
  const content = 'svg' in drawn ? drawn.svg.slice(Math.max(0, drawn.svg.indexOf('<svg'))) : `<pre>${escaped(drawn.problem)}</pre>`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>body { margin: 1rem } svg { background: #fff; border-radius: 6px; max-width: 100%; height: auto }</style>
${content}
</html>
`
}
