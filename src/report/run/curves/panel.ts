/** One panel: axes, grid, lines, and the last value of each. */
import { scaleLinear, scaleLog, type ScaleLinear, type ScaleLogarithmic } from 'd3-scale'
import { line } from 'd3-shape'
import type { Line, Panel } from './panels.js'
import { element, text } from './xml.js'

export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Epochs, onto 0 to 1. */
  readonly epochs: ScaleLinear<number, number>
  readonly panel: Panel
}

const inside = { left: 52, right: 20, top: 26, bottom: 54 } as const
/** Last values beside the title, at most. */
const mostValues = 3

export function panelSvg({ x, y, width, height, epochs, panel }: Frame): string {
  const [right, bottom] = [width - inside.right, height - inside.bottom]
  const across = epochs.copy().range([inside.left, right])
  const up = upScale(panel).range([bottom, inside.top])
  const path = line<readonly [number, number]>()
    .defined(([, value]) => Number.isFinite(value))
    .x(([epoch]) => across(epoch))
    .y(([, value]) => up(value))
    .digits(2)
  return element('g', { transform: `translate(${x},${y})` }, [
    element('text', { class: 'title', x: inside.left, y: 14 }, [text(panel.title)]),
    ...lastValues(panel.lines, right),
    ...ticksOf(panel, up).flatMap((tick) => [
      element('path', { class: 'grid', d: `M${inside.left},${up(tick).toFixed(2)}H${right}` }),
      element('text', { class: 'faint', x: inside.left - 6, y: up(tick) + 4, 'text-anchor': 'end' }, [panel.percent === true ? `${tickText(100 * tick)}%` : tickText(tick)]),
    ]),
    ...across.ticks(6).filter(Number.isInteger).map((tick) => element('text', { class: 'faint', x: across(tick), y: bottom + 16, 'text-anchor': 'middle' }, [tickText(tick)])),
    element('text', { class: 'faint', x: (inside.left + right) / 2, y: bottom + 31, 'text-anchor': 'middle' }, ['epoch']),
    ...(panel.mark === undefined ? [] : [element('path', { class: 'mark', d: `M${across(panel.mark).toFixed(2)},${inside.top}V${bottom}` })]),
    ...panel.lines.flatMap((each) => {
      const drawn = each.points.filter(([, value]) => Number.isFinite(value))
      const [only] = drawn
      // A line of one point would not be seen.
      return drawn.length === 1 && only !== undefined
        ? [element('circle', { class: classOf(each), cx: across(only[0]), cy: up(only[1]), r: 2.5 })]
        : [element('path', { class: classOf(each), d: path([...each.points]) ?? '' })]
    }),
  ])
}

const classOf = ({ task }: Line): string => (task === undefined ? 'line' : `line t${task}`)

type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>

function upScale({ scale, fromZero, percent, lines }: Panel): Scale {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value).filter(Number.isFinite))
  const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  if (scale === 'log') return scaleLog().domain([least / 1.2, most * 1.2])
  const low = fromZero ? Math.min(0, least) : least
  const flat = most === low ? Math.abs(most) / 2 || 1 : 0
  const high = most + flat + (most - low) * 0.05
  return scaleLinear().domain([low - (fromZero ? 0 : flat), percent === true && most <= 1 ? Math.min(1, high) : high]).nice(4)
}

const digit = (tick: number): string => tick.toExponential().slice(0, 1)

/** Of a logarithmic scale the powers of ten, or where these are few, 2 and 5 too. */
function ticksOf({ scale }: Panel, up: Scale): readonly number[] {
  if (scale === 'linear') return up.ticks(4)
  const powers = up.ticks().filter((tick) => digit(tick) === '1')
  const some = powers.length >= 3 ? powers : up.ticks().filter((tick) => ['1', '2', '5'].includes(digit(tick)))
  const every = Math.ceil(some.length / 6)
  return some.filter((_, index) => index % every === 0)
}

const tickText = (tick: number): string => (tick !== 0 && (Math.abs(tick) >= 1e5 || Math.abs(tick) < 1e-3) ? String(Number(tick.toPrecision(3)).toExponential()) : String(Number(tick.toPrecision(6))))

/** Where they fit beside the title, in the colours of their lines. */
function lastValues(lines: readonly Line[], right: number): readonly string[] {
  if (lines.length > mostValues) return []
  let x = right
  return lines.toReversed().map((each) => {
    const at = x
    x -= 7 * each.last.length + 10
    return element('text', { class: each.task === undefined ? 'faint' : `t${each.task}`, x: at, y: 14, 'text-anchor': 'end' }, [each.last])
  })
}
