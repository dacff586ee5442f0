/** True where `path` is `above` itself or stands below it: `trunk.stem` covers `trunk.stem.conv.weight`. */
export const covers = (above: string, path: string): boolean => path === above || path.startsWith(`${above}.`)
