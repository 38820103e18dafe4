import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Unit tests run from source, where the kernel's machines are asked for by this name.
    alias: [{ find: /^endio\/machines$/, replacement: at('./machines/index.ts') }],
  },
  test: {
    include: [
      'machines/**/*.test.ts',
      'sim/**/*.test.ts',
      'scenarios/**/*.test.ts',
      'oracle/**/*.test.ts',
    ],
    testTimeout: 600_000,
    maxWorkers: 2,
    // Scenarios are swept by the built package, as a user runs it: the test runner's own way of
    // loading modules makes the inner loop five times slower.
    server: { deps: { external: [/\/dist\//] } },
  },
})
