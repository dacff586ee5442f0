/** 4xxx: data sources and what is in them. */
import { define } from './diagnostic.js'

// ── 40xx: sources, columns and parts ───────────────────────────────────────────────────────────

export const unreadableSource = define<{ source: string; reason: string }>('MTL4001', {
  message: ({ source, reason }) => `cannot read the source "${source}": ${reason}`,
  explanation: 'A data source is there, but cannot be read, or is not in the format that its name says.',
})

export const sourceNotFound = define<{ source: string; folder: string; pattern: boolean }>('MTL4002', {
  message: ({ source, pattern }) =>
    pattern ? `no file matches the source "${source}"` : `there is no file "${source}"`,
  help: ({ folder }) => `paths are relative to the file that names them; looked in ${folder}`,
  explanation: 'A `source` names a file that does not exist, or a pattern that matches none.',
})

export const unknownFormat = define<{ source: string }>('MTL4003', {
  message: ({ source }) => `the name "${source}" does not say what format it is in`,
  help: () => 'sources end in .parquet, .csv, .tsv, .json, .jsonl or .ndjson; the text formats also with .gz after that',
  explanation: 'The format of a source is told by how its name ends, and this ending is none that is known.',
})

export const emptySource = define<{ source: string }>('MTL4004', {
  message: ({ source }) => `the source "${source}" has no rows`,
  help: () => 'fill it, or remove the `source` line',
  explanation: 'A source was found and read, but there is not one row in it.',
})

export const unknownColumn = define<{ column: string; source: string; suggestion?: string; columns: string }>('MTL4005', {
  message: ({ column, source }) => `"${source}" has no column \`${column}\``,
  help: ({ suggestion, columns }) =>
    suggestion === undefined
      ? `its columns are ${columns}; name another one by \`from "column"\``
      : `did you mean \`${suggestion}\`? Where a field and its column differ, write \`from "${suggestion}"\``,
  explanation: 'A field, a sample weight, a split or a table names a column that a source does not have. Case matters.',
})

export const emptyPart = define<{ data: string; part: string }>('MTL4006', {
  message: ({ data, part }) => `no row of \`${data}\` is in its ${part} part`,
  help: ({ part }) => `give it a larger share in \`split\`, or a source of its own: \`source ${part} "…"\``,
  explanation: 'The file asks for a part of the data, by a source, a share or a split column, and no row came to be in it.',
})

export const badQuery = define<{ reason: string }>('MTL4007', {
  message: ({ reason }) => `this query cannot be run: ${reason}`,
  help: () => 'a `source sql` is one `select`; the files that it reads are relative to the file that it stands in',
  explanation: 'The text of a `source sql` is not a query that DuckDB can run, or is more than one, or does more than read.',
})

export const mixedColumn = define<{ column: string; source: string; type: string }>('MTL4008', {
  message: ({ column, source, type }) => `the table cannot take \`${column}\` of "${source}": it holds ${type}`,
  help: ({ column }) => `leave it out: \`table(except = [${column}])\``,
  explanation: 'A `table` takes numbers and texts. A column of lists, records or binary values has to be left out of it.',
})

export const tooManyCategories = define<{ column: string; source: string; limit: number }>('MTL4009', {
  message: ({ column, source, limit }) =>
    `\`${column}\` of "${source}" holds text with more than ${limit} different values, too many for categories`,
  help: ({ column }) => `if it names rows, leave it out: \`table(except = [${column}])\``,
  explanation: 'A text column of a `table` becomes categories. One with this many values is most likely an identifier.',
})

export const emptyTable = define<{ source: string }>('MTL4010', {
  message: ({ source }) => `the table has no columns: all those of "${source}" are left out, are empty, or are read by other fields`,
  explanation: 'A `table` takes the columns that nothing else reads; here none is left.',
})

export const sharedGroup = define<{ column: string; count: number; example: string; parts: readonly string[] }>('MTL4011', {
  message: ({ column, count, example, parts }) =>
    `${count} ${count === 1 ? 'group' : 'groups'} of \`${column}\` ${count === 1 ? 'is' : 'are'} in more than one part: ` +
    `${count === 1 ? '' : 'for one, '}"${example}" is in ${parts.join(' and ')}`,
  help: () => 'take the rows of a group out of all sources but one, or read them as one source, without a part, and let the split divide it',
  explanation:
    'With `split by group` no group may be on two sides. The split sees to it for what it divides; a `source` of another part brought rows of the same group.',
})

// ── 41xx: single rows ──────────────────────────────────────────────────────────────────────────

/** What a finding about rows says: the first of them in full, and how many more there are. */
export interface RowArguments {
  readonly source: string
  readonly column: string
  /** From 1, as the file has them, a CSV's header not counted. */
  readonly row: number
  /** As it is shown to people: `"7x"`, `12`, `a list of 3`. */
  readonly value: string
  readonly wanted: string
  /** Of a list that is too long or too short: `2 values, and 3 are needed`. */
  readonly lengths?: string
  /** Of the same kind in the same column; a few of them by number. */
  readonly others: { readonly count: number; readonly rows: readonly number[] }
}

const where = ({ source, row, column, others }: RowArguments): string => {
  if (others.count === 0) return `"${source}", row ${row}, column \`${column}\``
  const rest = others.count > others.rows.length ? ', …' : ''
  return `"${source}", row ${row} and ${others.count} more (${others.rows.join(', ')}${rest}), column \`${column}\``
}

const skip = 'mend the rows, or leave them out by `skip bad rows`'

export const missingValue = define<RowArguments>('MTL4101', {
  message: (row) => `${where(row)}: there is no value, but ${row.wanted} needs one`,
  help: () => skip,
  explanation: 'An input, a sample weight, a group or a part is missing in a row. Only targets may be missing: they are masked.',
})

export const notANumber = define<RowArguments>('MTL4102', {
  message: (row) => `${where(row)}: ${row.value} is not a number`,
  help: () => skip,
  explanation: 'A column that is read as numbers holds something else.',
})

export const notFinite = define<RowArguments>('MTL4103', {
  message: (row) => `${where(row)}: ${row.value} is not a finite number`,
  help: () => `${skip}; a value that is not known is left empty`,
  explanation: 'A column of numbers holds NaN or an infinity (or a number too large for 32 bits). One of them would spoil the training.',
})

export const unknownLabel = define<RowArguments>('MTL4104', {
  message: (row) => `${where(row)}: ${row.value} is not a label of ${row.wanted}`,
  help: () => `correct the labels in the type, or ${skip}`,
  explanation: 'A target holds a label that its type does not have, or a number beyond the last label.',
})

export const wrongLength = define<RowArguments>('MTL4105', {
  message: (row) => `${where(row)}: ${row.lengths ?? `${row.value} is not a list of numbers`} for ${row.wanted}`,
  help: () => skip,
  explanation: 'A cell holds a list that is longer or shorter than its type says, or something that is not a list.',
})

export const badImage = define<RowArguments>('MTL4106', {
  message: (row) => `${where(row)}: ${row.value} cannot be read as ${row.wanted}`,
  help: () => `images are PNG, JPEG or WebP bytes, raw pixels (whole numbers from 0 to 255), or a path relative to the source; ${skip}`,
  explanation: 'An image column holds something that is neither an image file, nor raw pixels, nor the path of an image file.',
})

export const wrongImageSize = define<RowArguments>('MTL4107', {
  message: (row) => `${where(row)}: this image is ${row.value}, but the field is ${row.wanted}`,
  help: () => 'resize the images beforehand, or give the field the size that they have',
  explanation: 'All images of a field have the height and width that its type says. Channels are converted, sizes are not.',
})

export const missingImageFile = define<RowArguments>('MTL4108', {
  message: (row) => `${where(row)}: there is no image file ${row.value}`,
  help: () => `paths of images are relative to the source file that holds them; ${skip}`,
  explanation: 'A column of image paths names a file that does not exist or cannot be read.',
})

export const badWeight = define<RowArguments>('MTL4109', {
  message: (row) => `${where(row)}: ${row.value} cannot weigh a sample: ${row.wanted} takes numbers from 0 on`,
  help: () => skip,
  explanation: 'A sample weight is negative.',
})

export const unknownPart = define<RowArguments>('MTL4110', {
  message: (row) => `${where(row)}: ${row.value} is no part of a data set`,
  help: () => 'the column that splits the data holds `train`, `validation` (or `valid`, `val`, `dev`) or `test` in every row',
  explanation: 'With `split by column`, that column says for each row which part it belongs to, and here it does not.',
})

export const notText = define<RowArguments>('MTL4111', {
  message: (row) => `${where(row)}: ${row.value} is no text for ${row.wanted}`,
  help: () => `a text is a string, or a list of its words; ${skip}`,
  explanation: 'A column that is read as text holds bytes, or a list of something else than words.',
})

export const unequalTags = define<RowArguments>('MTL4112', {
  message: (row) => `${where(row)}: ${row.value} for ${row.wanted}`,
  help: () => `tags are a list, or a text of tags with spaces between, one for each token of the text: what white space parts, or the items where it is a list; ${skip}`,
  explanation: 'The tags of a row are more or fewer than the tokens of the text that they are over, so that it cannot be told which belongs to which.',
})

export const badMask = define<RowArguments>('MTL4121', {
  message: (row) => `${where(row)}: ${row.value} cannot be read as ${row.wanted}`,
  help: () => `masks are PNG files whose grey values or places in a palette are the classes, those values as bytes or lists, or a path relative to the source; ${skip}`,
  explanation:
    'A mask column holds something that is neither a PNG of class codes, nor such codes themselves, nor the path of such a file. A PNG of colours does not say which class each of them is.',
})

export const outsideImage = define<RowArguments>('MTL4122', {
  message: (row) => `${where(row)}: ${row.value} is no place in the image: coordinates of ${row.wanted} are shares of its width and height, from 0 to 1`,
  help: () => `divide pixels by the image’s width and height; a point that is not in the image is null, and a box ends where the image does; ${skip}`,
  explanation: 'A point or a box lies outside of the image, most likely because its coordinates are in pixels.',
})

export const badBox = define<RowArguments>('MTL4123', {
  message: (row) => `${where(row)}: ${row.value} is not a box of ${row.wanted}`,
  help: () => `a cell is a list of \`{ "label": …, "box": [left, top, right, bottom] }\` or \`[label, left, top, right, bottom]\`, with left < right and top < bottom; ${skip}`,
  explanation:
    'A column of boxes holds something that is no list of boxes, or a box whose right side is not right of its left one (or whose bottom is not below its top), most likely because it says width and height.',
})

export const tooManyBoxes = define<RowArguments>('MTL4124', {
  message: (row) => `${where(row)}: there are ${row.value}, more than ${row.wanted} takes`,
  help: () => `let the type take more, as in \`boxes<…>(max = 200)\`, or ${skip}`,
  explanation: 'A sample has more boxes than its type takes. Every sample has room for as many boxes as the type says, in memory and in a step of training.',
})
