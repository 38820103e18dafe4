/** The file before each attempt, as C. */
import { spanOf } from './checks.ts'
import type { Call, RaceSource } from './reproducer.ts'

/** Which of the program's files and mappings the calls need. */
export interface Needs {
  readonly mapping: boolean
  readonly closing: boolean
  readonly appending: boolean
  readonly other: boolean
  readonly async: boolean
}

export function needsOf(calls: readonly Call[], mapped: boolean): Needs {
  const has = (...kinds: readonly string[]): boolean =>
    calls.some(({ operation }) => kinds.includes(operation.call))
  return {
    mapping: mapped || has('mmap_store'),
    closing: has('close'),
    appending: calls.some(({ operation: o }) => o.call === 'pwrite' && o.append),
    other: has('clone', 'write_other'),
    async: calls.some(({ operation: o }) => o.call === 'pwrite' && o.async),
  }
}

/** `open_file()`, `prepare()`, `finish()`. */
export function setupFunctions(user: RaceSource['user'], needs: Needs): readonly string[] {
  const { mapping, closing, appending, other } = needs
  const descriptors = [
    'cached_fd',
    'direct_fd',
    ...(appending ? ['append_fd'] : []),
    ...(other ? ['other_fd'] : []),
  ]
  return [
    `static int open_file(const char *name, int flags)
{
	int fd = open(name, flags, 0600);

	if (fd < 0 && (flags & O_DIRECT) && errno == EINVAL)
		unusable("%s: no O_DIRECT here; take XFS, ext4 or btrfs, not tmpfs or overlayfs", name);
	if (fd < 0)
		unusable("%s: %s", name, strerror(errno));
	return fd;
}`,
    `/* A new file for each attempt: what a former one left on the inode must not help. */
static void prepare(void)
{
${[...openings(needs), ...contents(user), ...mappings(user, mapping), ...ready(needs)].map((l) => `\t${l}`).join('\n')}
}`,
    `static void finish(void)
{
${[
  ...(mapping ? ['munmap(mapping, SPAN);'] : []),
  ...(closing ? ['/* closed_fd was closed in the race. */'] : []),
  ...descriptors.map((d) => `close(${d});`),
]
  .map((l) => `\t${l}`)
  .join('\n')}
}`,
  ]
}

function openings({ closing, appending, other }: Needs): readonly string[] {
  return [
    'unlink(path);',
    'cached_fd = open_file(path, O_RDWR | O_CREAT | O_EXCL);',
    'direct_fd = open_file(path, O_RDWR | O_DIRECT);',
    ...(appending ? ['append_fd = open_file(path, O_RDWR | O_DIRECT | O_APPEND);'] : []),
    ...(closing ? ['closed_fd = open_file(path, O_RDWR);'] : []),
    ...(other
      ? ['unlink(other_path);', 'other_fd = open_file(other_path, O_RDWR | O_CREAT | O_EXCL);']
      : []),
  ]
}

/** Written bytes, then a hole up to the size, then blocks past the size that were only allocated. */
function contents({ file }: RaceSource['user']): readonly string[] {
  const { size, written, allocated, cached } = file
  const filled = Math.min(size, written)
  // What is written past the size is allocated only: a file cannot have it otherwise.
  const end = Math.max(written, allocated)
  const extra = end > filled ? [[filled, end - filled] as const] : []
  return [
    ...(filled > 0 ? [`fill_file(${filled});`] : []),
    ...(size > filled
      ? [`if (ftruncate(cached_fd, ${size}) != 0)`, '\tunusable("ftruncate: %s", strerror(errno));']
      : []),
    ...extra.flatMap(([pos, len]) => [
      `if (fallocate(cached_fd, FALLOC_FL_KEEP_SIZE, ${pos}, ${len}) != 0)`,
      '\tunusable("fallocate: %s", strerror(errno));',
    ]),
    'if (fsync(cached_fd) != 0)',
    '\tunusable("fsync: %s", strerror(errno));',
    cached
      ? '(void)!pread(cached_fd, scratch, sizeof(scratch), 0);'
      : 'posix_fadvise(cached_fd, 0, 0, POSIX_FADV_DONTNEED);',
  ]
}

function mappings({ file }: RaceSource['user'], mapping: boolean): readonly string[] {
  if (!mapping) return []
  return [
    'mapping = mmap(NULL, SPAN, PROT_READ | PROT_WRITE, MAP_SHARED, cached_fd, 0);',
    'if (mapping == MAP_FAILED)',
    '\tunusable("mmap: %s", strerror(errno));',
    ...file.mapped
      .filter((pos) => pos < file.size)
      .map((pos) => `mapping[${pos}] = ${pos < file.written ? 'OLD' : '0'};`),
  ]
}

function ready({ async }: Needs): readonly string[] {
  return [
    'for (int i = 0; i < FLAGS; i++)',
    '\tatomic_store(&flags[i], false);',
    'for (int i = 0; i < CALLS; i++) {',
    '\tatomic_store(&calls[i].acknowledged, false);',
    '\tcalls[i].result = 0;',
    '\tcalls[i].past = false;',
    ...(async
      ? [
          '\tif (calls[i].async && calls[i].context == 0 &&',
          '\t    syscall(SYS_io_setup, 1L, &calls[i].context) != 0)',
          '\t\tunusable("io_setup: %s", strerror(errno));',
        ]
      : []),
    '}',
  ]
}

/** The table of calls, and the sizes. */
export function constants(user: RaceSource['user'], flags: readonly string[]): string {
  return [
    `#define OLD_SIZE ${user.file.size}`,
    `#define SPAN ${spanOf(user)}`,
    '#define BLOCK 4096',
    "#define OLD 'o' /* what the file holds before */",
    ...(flags.length === 0
      ? ['#define FLAGS 1 /* none is waited for */']
      : [`enum flag { ${[...flags, 'FLAGS'].join(', ')} };`]),
  ].join('\n')
}
