import type { ConsumeMethodOpts, IToken, TokenType } from 'chevrotain'
import { MtlParser } from '../../src/syntax/grammar/file.js'
import { lex } from '../../src/syntax/lexer.js'
import { keywords, start } from '../../src/syntax/tokens.js'

const types: ReadonlySet<TokenType> = new Set(keywords.values())

/** The parser, which notes every keyword that it reads as one. */
class Watching extends MtlParser {
  readonly seen = new Set<number>()

  #note(type: TokenType, token: IToken): IToken {
    if (types.has(type)) this.seen.add(start(token))
    return token
  }

  protected override CONSUME(type: TokenType, options?: ConsumeMethodOpts): IToken {
    return this.#note(type, super.CONSUME(type, options))
  }

  protected override CONSUME2(type: TokenType, options?: ConsumeMethodOpts): IToken {
    return this.#note(type, super.CONSUME2(type, options))
  }
}

/** Offsets of the words of a text that are keywords where they stand. */
export function keywordsRead(text: string, path: string): ReadonlySet<number> {
  const parser = new Watching()
  parser.read(lex(text, path), path, text.length)
  return parser.seen
}
