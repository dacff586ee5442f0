/**
 * The paths that the file has for the weights of a task's copy: what `trunk@left.stem.weight` was copied from stands in the share
 * (`trunk.stem.weight`) or in a value that the share reads (`stem.weight`).
 */
function copiedFrom(weight: string): readonly string[] {
  const [, share, rest] = /^([^.@]+)@[^.]+\.(.+)$/.exec(weight) ?? []
  return share === undefined || rest === undefined ? [] : [`${share}.${rest}`, rest]
}

/** True where `path` is `above` itself or stands below it: `trunk.stem` covers `trunk.stem.conv.weight`, also that of a task's copy. */
export const covers = (above: string, path: string): boolean =>
  [path, ...copiedFrom(path)].some((each) => each === above || each.startsWith(`${above}.`))
