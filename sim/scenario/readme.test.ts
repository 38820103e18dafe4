import { expect, it } from 'vitest'
import { paragraphsUnder } from './readme.ts'

const markdown = `# A title

**Reproduced** on \`Linux\`,
twice.

**Left out.** The *whole* log; see [limits](../README.md#left-out).

Reproduced is a word like others.
`

it('gives the paragraphs that begin with a bold word, as plain text', () => {
  expect(paragraphsUnder(markdown, 'Reproduced')).toEqual(['Reproduced on Linux, twice.'])
})

it('leaves out a heading that is a sentence of its own, and the targets of links', () => {
  expect(paragraphsUnder(markdown, 'Left out')).toEqual(['The "whole" log; see limits.'])
})

it('finds nothing where there is nothing', () => {
  expect(paragraphsUnder('', 'Reproduced')).toEqual([])
})
