import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, type Folder } from '../cli/command.js'
import { startEditor, type Editor } from './client.js'

let here: Folder
let editor: Editor
beforeAll(async () => {
  here = await folder()
  editor = startEditor(here.path)
  await editor.initialize()
})
afterAll(async () => {
  editor.child.kill()
  await here.remove()
})

describe('the language server', () => {
  it('tells findings', async () => {
    const document = editor.open('main.mtl', 'data D {\n  source "a.csv"\n  input x: vector[4]\n  target y: labl<10>\n}\n')
    const found = await editor.settled(document)
    console.log(JSON.stringify(found, null, 1))
    console.log(editor.logged.join('\n'))
  })
})
