import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests run from source: the package's own names must mean the sources, not dist/.
    alias: [
      { find: /^endio\/machines$/, replacement: at('./machines/index.ts') },
      { find: /^endio$/, replacement: at('./sim/index.ts') },
    ],
  },
  test: {
    include: ['machines/**/*.test.ts', 'sim/**/*.test.ts', 'scenarios/**/*.test.ts'],
    testTimeout: 120_000,
  },
})
