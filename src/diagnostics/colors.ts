/** What rendering asks of a terminal's colours; without colours each is the text itself. */
export interface Colors {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  yellow(text: string): string
  green(text: string): string
  cyan(text: string): string
  blue(text: string): string
}

const same = (text: string): string => text

export const noColors: Colors = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same, blue: same }
