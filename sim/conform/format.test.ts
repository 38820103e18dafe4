import { expect, test } from 'vitest'
import { mappingSchema } from './format.ts'

test('the JSON schema beside this file is the one of a mapping', async () => {
  const text = `${JSON.stringify(mappingSchema(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot('./mapping.v1.schema.json')
})
