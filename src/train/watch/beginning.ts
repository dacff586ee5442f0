/** What a task's loss was when the run began: the mean of its first losses. */
export interface Beginning {
  readonly count: number
  readonly mean: number
}

const enough = 10

export const noBeginning: Beginning = { count: 0, mean: 0 }

export const withLoss = (begin: Beginning, loss: number | undefined): Beginning =>
  loss === undefined || begin.count >= enough ? begin : { count: begin.count + 1, mean: (begin.mean * begin.count + loss) / (begin.count + 1) }
