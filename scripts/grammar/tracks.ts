/** Railroad tracks: drawings that know their size, put beside and above each other. */
export interface Drawing {
  readonly width: number
  /** Above and below the track that goes through. */
  readonly up: number
  readonly down: number
  /** SVG, from the left end of the track. */
  readonly draw: (x: number, y: number) => string
}

const gap = 14
const turn = 9

export const arc = (x: number, y: number, path: string): string => `<path d="M${x} ${y} ${path}"/>`
const line = (from: number, to: number, y: number): string => (to > from ? arc(from, y, `H${to}`) : '')

export const node = (width: number, draw: (x: number, y: number, width: number) => string): Drawing => ({ width, up: 15, down: 15, draw: (x, y) => draw(x, y, width) })

/** One after the other. */
export function row(parts: readonly Drawing[]): Drawing {
  const width = parts.reduce((sum, part) => sum + part.width, 0) + gap * Math.max(0, parts.length - 1)
  return {
    width,
    up: Math.max(4, ...parts.map(({ up }) => up)),
    down: Math.max(4, ...parts.map(({ down }) => down)),
    draw(x, y) {
      if (parts.length === 0) return ''
      let [at, drawn] = [x, '']
      parts.forEach((part, index) => {
        drawn += part.draw(at, y) + (index < parts.length - 1 ? line(at + part.width, at + part.width + gap, y) : '')
        at += part.width + gap
      })
      return drawn
    },
  }
}

/** One below the other; the track goes through the first. */
export function column(parts: readonly Drawing[]): Drawing {
  const inner = Math.max(...parts.map(({ width }) => width))
  const [first, ...others] = parts
  const depths: number[] = []
  let below = first?.down ?? 0
  for (const part of others) {
    depths.push(below + 6 + part.up)
    below += 6 + part.up + part.down
  }
  const side = 2 * turn + 2
  return {
    width: inner + 2 * side,
    up: first?.up ?? 0,
    down: below,
    draw(x, y) {
      const [left, right] = [x + side, x + side + inner]
      const through = (part: Drawing, at: number): string => part.draw(left, at) + line(left + part.width, right, at)
      const branch = (part: Drawing, depth: number): string =>
        arc(x, y, `q${turn} 0 ${turn} ${turn} V${y + depth - turn} q0 ${turn} ${turn} ${turn} H${left}`) +
        through(part, y + depth) +
        arc(right, y + depth, `h2 q${turn} 0 ${turn} ${-turn} V${y + turn} q0 ${-turn} ${turn} ${-turn}`)
      return (
        (first === undefined ? '' : line(x, left, y) + through(first, y) + line(right, right + side, y)) +
        others.map((part, index) => branch(part, depths[index] ?? 0)).join('')
      )
    },
  }
}

/** Through `item`, and back through `separator` below it as often as wanted. */
export function loop(item: Drawing, separator: Drawing): Drawing {
  const inner = Math.max(item.width, separator.width)
  const side = turn + 2
  const depth = item.down + 6 + separator.up
  return {
    width: inner + 2 * side,
    up: item.up,
    down: depth + separator.down,
    draw(x, y) {
      const [left, right] = [x + side, x + side + inner]
      const middle = left + (inner - separator.width) / 2
      return (
        line(x, left, y) + item.draw(left, y) + line(left + item.width, right + side, y) +
        arc(left, y, `q${-turn} 0 ${-turn} ${turn} V${y + depth - turn} q0 ${turn} ${turn} ${turn} H${middle}`) +
        separator.draw(middle, y + depth) +
        arc(middle + separator.width, y + depth, `H${right} q${turn} 0 ${turn} ${-turn} V${y + turn} q0 ${-turn} ${-turn} ${-turn}`)
      )
    },
  }
}
