/** 2xxx: names, types and shapes. */
import { define } from './diagnostic.js'
import { shapeHelp } from './shape-help.js'

const didYouMean = ({ suggestion }: { suggestion?: string }): string | undefined =>
  suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`

/** A number as it would be with the unit that it lacks: `60` where a size, such as `60 KB`, is needed. */
const withUnit = ({ needed, found }: { needed: string; found: string }): string | undefined => {
  const [, number] = /^the (?:int|float) (\d+(?:\.\d+)?)$/.exec(found) ?? []
  const [, unit] = /such as `[\d.]+( ?[%A-Za-z]+)`/.exec(needed) ?? []
  return number === undefined || unit === undefined ? undefined : `${number}${unit}`
}

const suggested = ({ suggestion }: { suggestion?: string }): string | undefined => suggestion

export const unknownName = define<{ name: string; what: string; suggestion?: string }>('MTL2001', {
  message: ({ name, what }) => `there is no ${what} called \`${name}\``,
  help: didYouMean,
  replacement: suggested,
  explanation: 'A name is used that nothing in reach declares: not this file, its imports, or the core library.',
})

export const duplicateName = define<{ name: string; where: string }>('MTL2002', {
  message: ({ name, where }) => `\`${name}\` is declared twice in ${where}`,
  help: () => 'rename one of them',
  explanation: 'Two declarations in one place have the same name, so that a use of it could mean either.',
})

export const predictionMismatch = define<{ task: string; found: string; field: string; needed: string }>('MTL2003', {
  message: ({ task, found, field, needed }) => `task \`${task}\` predicts ${found}, but ${field} needs ${needed}`,
  explanation: 'The shape that a task predicts must be the one that the field of its target decodes from.',
})

export const typeMismatch = define<{ what: string; needed: string; found: string }>('MTL2004', {
  message: ({ what, needed, found }) => `${what} needs ${needed}, but this is ${found}`,
  explanation: 'A value is of another type than the one that is needed where it stands.',
})

export const argumentShape = define<{ block: string; parameter: string; needed: string; found: string }>('MTL2005', {
  message: ({ block, parameter, needed, found }) => `\`${block}\` takes \`${parameter}\`: ${needed}, but is given ${found}`,
  help: ({ needed, found }) => shapeHelp(needed, found),
  explanation: 'A block is applied to a tensor whose element type or number of dimensions is not that of its signature.',
})

export const dimensionConflict = define<{ block: string; dimension: string; first: string; second: string }>('MTL2006', {
  message: ({ block, dimension, first, second }) => `\`${block}\` cannot tell what \`${dimension}\` is: ${first}, but ${second}`,
  explanation: 'A dimension of a block\'s signature follows from two places, and they disagree.',
})

export const unsolvedDimension = define<{ block: string; dimension: string }>('MTL2007', {
  message: ({ block, dimension }) => `\`${block}\` leaves the dimension \`${dimension}\` open: nothing that it is applied to says what it is`,
  help: ({ dimension }) => `name \`${dimension}\` as a dimension of an input, or declare it as a parameter`,
  explanation: 'A name in a block\'s signature must follow from the tensors that the block is applied to, or be a parameter or constant.',
})

export const resultMismatch = define<{ block: string; declared: string; found: string }>('MTL2008', {
  message: ({ block, declared, found }) => `\`${block}\` declares the result ${declared}, but its body makes ${found}`,
  help: () => 'change the result type after `->`, or the last expression of the body',
  explanation: 'What the body of a block computes is not of the type that its signature promises.',
})

export const factViolated = define<{ block: string; fact: string; values: string }>('MTL2009', {
  message: ({ block, fact, values }) => `\`${block}\` needs \`${fact}\`, which does not hold${values === '' ? '' : ` for ${values}`}`,
  explanation: 'A block states in its `where` clause what must hold of its parameters and dimensions, and here it does not.',
})

export const dimensionTooSmall = define<{ block: string; found: string }>('MTL2010', {
  message: ({ block, found }) => `\`${block}\` would give ${found}: every dimension must be at least 1`,
  help: () => 'the input is too small for this kernel and stride: pool less, use padding "same", or begin with a larger input',
  explanation: 'A shape has a dimension of zero or less, usually because convolutions and poolings have used the image up.',
})

export const unknownArgument = define<{ name: string; of: string; known: string; suggestion?: string }>('MTL2011', {
  message: ({ name, of }) => `\`${of}\` has no parameter called \`${name}\``,
  help: ({ suggestion, known }) => (suggestion === undefined ? (known === '' ? 'it takes none' : `it takes ${known}`) : `did you mean \`${suggestion}\`?`),
  replacement: suggested,
  explanation: 'An argument is named after a parameter that the block or method does not have.',
})

export const missingArgument = define<{ name: string; of: string; type: string }>('MTL2012', {
  message: ({ name, of }) => `\`${of}\` is missing its argument \`${name}\``,
  help: ({ name, type }) => `\`${name}\` is ${type} and has no default`,
  explanation: 'A parameter without a default was given no value.',
})

export const tooManyArguments = define<{ of: string; most: number; found: number }>('MTL2013', {
  message: ({ of, most, found }) => `\`${of}\` takes ${most === 0 ? 'no arguments' : most === 1 ? 'one argument' : `at most ${most} arguments`} here, but is given ${found}`,
  explanation: 'More values are given than there are parameters for them.',
})

export const repeatedArgument = define<{ name: string; of: string }>('MTL2014', {
  message: ({ name, of }) => `\`${of}\` is given its argument \`${name}\` twice`,
  help: () => 'keep one of the two',
  explanation: 'A parameter was given a value by its position and by its name, or twice by its name.',
})

export const unitMismatch = define<{ what: string; needed: string; found: string }>('MTL2015', {
  message: ({ what, needed, found }) => `${what} needs ${needed}, but this is ${found}`,
  help: (args) => {
    const written = withUnit(args)
    return written === undefined ? undefined : `write it with its unit, such as \`${written}\``
  },
  replacement: withUnit,
  explanation: 'A quantity has a unit of another kind than the one that is needed where it stands.',
})

export const notApplicable = define<{ found: string }>('MTL2016', {
  message: ({ found }) => `only a block can be applied, but this is ${found}`,
  explanation: 'A value that is not a block is called or stands after `|>`.',
})

export const operandMismatch = define<{ operator: string; left: string; right: string }>('MTL2017', {
  message: ({ operator, left, right }) => `\`${operator}\` cannot combine ${left} and ${right}`,
  explanation: 'An operator has operands that do not go together. Tensors broadcast as in NumPy: dimensions, counted from the last, must be equal or 1.',
})

export const badApplication = define<{ block: string; reason: string }>('MTL2018', {
  message: ({ block, reason }) => `\`${block}\` ${reason}`,
  explanation: 'A core function is applied to tensors or settings that its shape rule does not allow.',
})

export const unknownMember = define<{ member: string; of: string; known: string; suggestion?: string }>('MTL2019', {
  message: ({ member, of }) => `${of} has no member called \`${member}\``,
  help: ({ suggestion, known }) => (suggestion === undefined ? (known === '' ? undefined : `it has ${known}`) : `did you mean \`${suggestion}\`?`),
  replacement: suggested,
  explanation: 'After the dot stands a name that the value does not have. Records have their fields, inputs with codes `vocab`, lists `length`, `first` and `last`.',
})

export const importNotFound = define<{ specifier: string; reason?: string | undefined }>('MTL2020', {
  message: ({ specifier, reason }) => `there is no module "${specifier}"${reason === undefined ? '' : `: ${reason}`}`,
  help: () => 'imports name the standard library ("std/vision"), a file beside this one ("./blocks"), or an installed package',
  explanation: 'The file that an import names does not exist or cannot be read, or the package does not give it to files of this language.',
})

export const importCycle = define<{ path: readonly string[] }>('MTL2021', {
  message: ({ path }) => `these files import each other: ${path.join(' → ')}`,
  help: () => 'move what both need into a file of its own',
  explanation: 'Imports form a circle, so that no file of it can be read first.',
})

export const cyclicDefinition = define<{ names: readonly string[] }>('MTL2022', {
  message: ({ names }) => `\`${names[0] ?? ''}\` is defined by itself: ${names.join(' → ')}`,
  explanation: 'A constant, alias, `let` or `share` needs its own value in order to be worked out.',
})

export const sharedWeightsMismatch = define<{ path: string; first: string; second: string }>('MTL2023', {
  message: ({ path, first, second }) => `\`${path}\` is applied twice with weights that differ: ${first}, and ${second}`,
  help: () => 'write the block in both places, so that each has weights of its own',
  explanation: 'A block bound by `let` shares its weights wherever it is applied, so that these must have one shape.',
})

export const nestedTooDeep = define<{ limit: number; block: string }>('MTL2024', {
  message: ({ limit, block }) => `\`${block}\` nests more than ${limit} blocks deep`,
  help: () => 'a block that applies itself must have an `if` that ends it',
  explanation: 'Blocks apply blocks, which apply blocks, and so on, past a limit; usually one applies itself without an end.',
})

export const tooLarge = define<{ limit: number }>('MTL2025', {
  message: ({ limit }) => `the model takes more than ${limit} steps to build`,
  help: () => 'lower the counts of `repeat` and `for`',
  explanation: 'Everything is unrolled at compile time, and this file unrolls into more than the compiler is willing to hold.',
})

export const missingValue = define<{ what: string }>('MTL2026', {
  message: ({ what }) => `${what} has no value`,
  help: () => 'its last line must be an expression',
  explanation: 'A body ends without an expression, or an `if` whose value is used has no `else`.',
})

export const outOfRange = define<{ what: string; needed: string; found: string }>('MTL2027', {
  message: ({ what, needed, found }) => `${what} must be ${needed}, but is ${found}`,
  explanation: 'A number is of the right type but outside the values that make sense where it stands.',
})

export const externOutsideCore = define<{ name: string }>('MTL2028', {
  message: ({ name }) => `the extern block \`${name}\` is nothing that the compiler knows how to run`,
  help: () => 'write a block with a body, from the blocks of the core library',
  explanation: '`extern` declares the primitives that the compiler itself provides; only the core library can.',
})

export const wrongKind = define<{ name: string; found: string; needed: string }>('MTL2029', {
  message: ({ name, found, needed }) => `\`${name}\` is ${found}, but ${needed} is needed here`,
  explanation: 'A name stands for something of another kind than the place where it is used asks for.',
})

export const badArithmetic = define<{ reason: string }>('MTL2030', {
  message: ({ reason }) => reason,
  explanation: 'An expression of static numbers has no value, such as a division by zero.',
})

export const unreadableFile = define<{ path: string; reason?: string | undefined }>('MTL2031', {
  message: ({ path, reason }) => `cannot read "${path}"${reason === undefined ? '' : `: ${reason}`}`,
  explanation: 'The file that was to be checked does not exist, or cannot be read.',
})

export const noItem = define<{ index: number; length: number }>('MTL2032', {
  message: ({ index, length }) => `there is no item ${index} in a list of ${length === 1 ? '1 value' : `${length} values`}`,
  help: ({ length }) => (length === 0 ? undefined : `items are counted from 0 to ${length - 1}, and from the back from -1 to -${length}`),
  explanation: 'A list is indexed past its end. The first item is `list[0]`, the last `list[-1]`.',
})
