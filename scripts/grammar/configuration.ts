/** `language-configuration.json`: brackets, comments and indentation, as VS Code and others read them. */
import { closers, Text } from '../../src/syntax/tokens.js'
import { textOf } from './lexical.js'

export function languageConfiguration(): object {
  const brackets = [...closers].map(([open, close]) => [textOf(open) ?? '', textOf(close) ?? ''] as const)
  const opening = `[${brackets.map(([open]) => `\\${open}`).join('')}]`
  const closing = `[${brackets.map(([, close]) => `\\${close}`).join('')}]`
  const quote = { open: '"', close: '"', notIn: ['string', 'comment'] }
  return {
    $comment: `Made by \`npm run grammar\`. A string is ${Text.LABEL ?? ''}.`,
    comments: { lineComment: '//', blockComment: ['/*', '*/'] },
    brackets,
    autoClosingPairs: [...brackets.map(([open, close]) => ({ open, close, notIn: ['string', 'comment'] })), quote],
    surroundingPairs: [...brackets, ['"', '"'], ['`', '`']],
    colorizedBracketPairs: brackets,
    wordPattern: String.raw`[A-Za-z_]\w*`,
    indentationRules: {
      increaseIndentPattern: String.raw`^(?!\s*//)(?:[^"/]|"(?:[^"\\]|\\.)*"|/(?!/))*${opening}\s*(?://.*)?$`,
      decreaseIndentPattern: String.raw`^\s*${closing}`,
    },
    onEnterRules: [
      { beforeText: String.raw`^\s*///(?!/).*\S`, action: { indent: 'none', appendText: '/// ' } },
      { beforeText: String.raw`\|>\s*$|^\s*\|>.*$`, afterText: String.raw`^\s*$`, action: { indent: 'none' } },
    ],
    folding: { markers: { start: String.raw`^\s*//\s*#region\b`, end: String.raw`^\s*//\s*#endregion\b` } },
  }
}
