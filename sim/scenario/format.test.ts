import { expect, test } from 'vitest'
import { jsonSchema } from './format.ts'

test('the JSON schema beside this file is the one of the format', async () => {
  const text = `${JSON.stringify(jsonSchema(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot('./scenario.v1.schema.json')
})
