/** Leaves out the functions that nothing calls: a compiler that is asked to would warn of them. */

const definition = /^(?:__attribute__\(\(.*\)\) )?static [^;={]*?\*?(\w+)\([^;{]*\)\n\{/gm

interface Chunk {
  readonly text: string
  /** Without comments, which may speak of a function that is not there. */
  readonly code: string
  readonly functions: readonly string[]
}

/** `chunks` of C in their order, without those whose functions no other kept chunk names. */
export function pruned(chunks: readonly string[]): readonly string[] {
  return without(
    chunks.map((text) => {
      const code = text.replace(/\/\*[\s\S]*?\*\//g, '')
      return { text, code, functions: [...code.matchAll(definition)].map(([, name = '']) => name) }
    }),
  ).map(({ text }) => text)
}

function without(chunks: readonly Chunk[]): readonly Chunk[] {
  const kept = chunks.filter(
    (chunk) =>
      chunk.functions.length === 0 ||
      chunk.functions.some((name) => {
        const used = new RegExp(String.raw`\b${name}\b`)
        return chunks.some((other) => other !== chunk && used.test(other.code))
      }),
  )
  return kept.length === chunks.length ? kept : without(kept)
}
