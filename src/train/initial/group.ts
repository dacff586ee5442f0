/** Names by what they begin with: `left.dense` (2), `trunk` (14). */

/** More groups than this are told by shorter beginnings. */
const mostGroups = 6

/** Groups as deep as there is room for: by the path that owns a name, or by as much of it as makes few groups. */
export function grouped(names: readonly string[]): string {
  const owners = names.map((name) => name.split('.').slice(0, -1))
  const deepest = Math.max(1, ...owners.map((owner) => owner.length))
  for (let depth = deepest; ; depth--) {
    const groups = new Map<string, string[]>()
    names.forEach((name, index) => {
      const key = owners[index]?.slice(0, depth).join('.') ?? ''
      const group = key === '' ? name : key
      groups.set(group, [...(groups.get(group) ?? []), name])
    })
    if (groups.size > mostGroups && depth > 1) continue
    const shown = [...groups].slice(0, mostGroups).map(([group, members]) => (members.length === 1 ? `\`${members[0] ?? ''}\`` : `\`${group}\` (${members.length})`))
    const rest = groups.size - shown.length
    return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
  }
}
