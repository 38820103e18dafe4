/** What the program looks at when all calls have returned, as C: one function an observation. */
import type { Observation } from '../../scenario/reproducer.ts'
import { blockSize } from './scale.ts'
import { fillOf, rangeOf } from './reproducer.ts'
import type { Call, RaceSource } from './reproducer.ts'

type User = RaceSource['user']

/** Up to where the file is read back: the end of all that is written, in whole blocks. */
export function spanOf({ file, tasks }: User): number {
  const operations = tasks.flatMap((t) => t.operations)
  const appended = operations.reduce(
    (sum, o) => (o.call === 'pwrite' && o.append ? sum + o.len : sum),
    file.size,
  )
  const ends = operations.flatMap((o) => {
    if (fillOf(o) === undefined) return []
    const { pos, len } = rangeOf(o)
    return [pos + len]
  })
  const end = Math.max(file.size, file.written, appended, ...ends)
  return Math.ceil(end / blockSize) * blockSize
}

/** Where a truncate or a hole may have taken bytes away: a condition in C on `at`. */
function cutCondition({ tasks }: User): string {
  const conditions = tasks
    .flatMap(({ operations }) => operations)
    .flatMap((o) => {
      if (o.call === 'ftruncate') return [`at >= ${o.size}`]
      if (o.call === 'fallocate' && o.mode === 'punch-hole') {
        return [`(at >= ${o.pos} && at < ${o.pos + o.len})`]
      }
      return []
    })
  return conditions.join(' || ')
}

function allowed(user: User): string {
  const cut = cutCondition(user)
  return `/* Whether 'is' may be read at 'at' by who knows which calls were acknowledged. */
static bool allowed(off_t at, int is, const bool *known)
{
	bool claimed = false;

	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];

		if (c->fill == 0 || at < c->pos || at >= c->pos + (off_t)c->len)
			continue;
		if (is == c->fill)
			return true;
		claimed |= known[i];
	}
${cut === '' ? '	return !claimed;' : `	/* A truncate or a hole may have taken it. */\n	return !claimed || ${cut};`}
}`
}

const word = `static const char *word(int is)
{
	static char text[32];

	if (is < 0)
		return "lies past the end of the file";
	if (is == 0)
		return "reads zeros";
	snprintf(text, sizeof(text), is > ' ' && is < 127 ? "reads '%c'" : "reads 0x%02x", is);
	return text;
}`

const compare = `/* The n bytes read at pos, of len wanted; one line for each range that is not as it was acknowledged. */
static void compare(const char *data, ssize_t n, off_t pos, size_t len, const char *how,
		    const bool *known)
{
	for (size_t i = 0; i < len;) {
		int is = (ssize_t)i < n ? (unsigned char)data[i] : -1;
		size_t end = i + 1;

		if (allowed(pos + (off_t)i, is, known)) {
			i++;
			continue;
		}
		while (end < len && ((ssize_t)end < n ? (unsigned char)data[end] : -1) == is &&
		       !allowed(pos + (off_t)end, is, known))
			end++;
		violated("[%lld, %lld) was acknowledged and %s, %s", (long long)pos + (long long)i,
			 (long long)pos + (long long)end, word(is), how);
		i = end;
	}
}`

const readBack = `static alignas(BLOCK) char data[SPAN];

static ssize_t read_back(int fd)
{
	ssize_t n = pread(fd, data, SPAN, 0);

	if (n < 0)
		unusable("read back: %s", strerror(errno));
	return n;
}`

const drop = `/* So that the next read comes from the medium. */
static void drop_cache(int fd)
{
	if (fsync(fd) != 0)
		unusable("fsync: %s", strerror(errno));
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}`

const checkAcknowledged = `static void check_acknowledged(void)
{
	bool known[CALLS];

	for (int i = 0; i < CALLS; i++)
		known[i] = atomic_load(&calls[i].acknowledged);
	compare(data, read_back(cached_fd), 0, SPAN, "through the page cache", known);
	if (violations > 0)
		return;
	drop_cache(cached_fd);
	compare(data, read_back(cached_fd), 0, SPAN, "after fsync and with the cache dropped", known);
	compare(data, read_back(direct_fd), 0, SPAN, "by O_DIRECT", known);
}`

const checkReads = `/* A read that began after an acknowledgement. */
static void check_reads(void)
{
	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];

		if (c->reads)
			compare(c->buffer, c->result, c->pos, c->len, c->text, c->known);
	}
}`

const checkExtension = `/* Who has read past the old size has read what the write put there. */
static void check_extension(void)
{
	bool all[CALLS];

	for (int i = 0; i < CALLS; i++)
		all[i] = true;
	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];
		off_t from = c->pos > OLD_SIZE ? c->pos : OLD_SIZE;
		off_t end = c->pos + c->result;

		if (c->reads && end > from)
			compare(c->buffer + (from - c->pos), end - from, from, (size_t)(end - from),
				c->text, all);
	}
}`

const checkJunk = `/* Zeros, the old contents, and what was written inside the file. */
static bool legal(off_t at, char is)
{
	if (is == 0 || (is == OLD && at < OLD_SIZE))
		return true;
	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];

		if (c->fill == is && !c->past && at >= c->pos && at < c->pos + (off_t)c->len)
			return true;
	}
	return false;
}

static void no_junk(const char *bytes, ssize_t n, off_t pos, const char *how)
{
	for (ssize_t i = 0; i < n; i++) {
		if (legal(pos + i, bytes[i]))
			continue;
		violated("byte %lld %s, which nobody wrote inside the file, %s",
			 (long long)(pos + i), word((unsigned char)bytes[i]), how);
		return;
	}
}

static void check_junk(void)
{
	for (int i = 0; i < CALLS; i++) {
		if (calls[i].reads)
			no_junk(calls[i].buffer, calls[i].result, calls[i].pos, calls[i].text);
	}
	no_junk(data, read_back(cached_fd), 0, "through the page cache");
	drop_cache(cached_fd);
	no_junk(data, read_back(cached_fd), 0, "after fsync and with the cache dropped");
}`

const checkCoherent = `static void check_coherent(void)
{
	static char cached[SPAN];
	ssize_t n, m;

	if (fsync(cached_fd) != 0)
		unusable("fsync: %s", strerror(errno));
	n = read_back(cached_fd);
	memcpy(cached, data, SPAN);
	m = read_back(direct_fd);
	for (ssize_t i = 0; i < n && i < m; i++) {
		if (cached[i] == data[i])
			continue;
		violated("byte %lld is %d in the page cache and %d on the medium", (long long)i,
			 cached[i], data[i]);
		return;
	}
	if (n != m)
		violated("the page cache ends at %zd, the medium at %zd", n, m);
}`

const checkAppends = `static void check_appends(void)
{
	ssize_t n = read_back(cached_fd), sum = OLD_SIZE;

	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];
		size_t found = 0;

		if (!c->appends)
			continue;
		sum += (ssize_t)c->len;
		for (ssize_t at = OLD_SIZE; at < n; at++)
			found += data[at] == c->fill;
		if (found != c->len)
			violated("%s was acknowledged, %zu of its bytes are in the file", c->text, found);
	}
	if (n != sum)
		violated("the size is %zd after appends to %zd", n, sum);
}`

const checkPages = `/* A page that lies wholly past the end of the file must not be there. */
static void check_pages(void)
{
	volatile char *page;

	for (off_t at = (size_of(cached_fd) + BLOCK - 1) / BLOCK * BLOCK; at < SPAN; at += BLOCK) {
		page = mapping + at;
		if (sigsetjmp(no_page, 1) != 0)
			continue;
		(void)*page;
		violated("the page at %lld is mapped, past the end of the file", (long long)at);
	}
}`

const checkOther = `static void check_other_file(void)
{
	static alignas(BLOCK) char other[BLOCK];

	drop_cache(other_fd);
	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];

		if (!c->other || !atomic_load(&c->acknowledged))
			continue;
		if (pread(other_fd, other, c->len, 0) != (ssize_t)c->len)
			violated("the second file is short");
		else if (memcmp(other, c->buffer, c->len) != 0)
			violated("the second file has changed, nobody wrote to it");
	}
}`

/** After a truncate the size is one of theirs or larger; without one it covers what was acknowledged. */
function checkSize({ tasks, file }: User): string {
  const sizes = tasks
    .flatMap((t) => t.operations)
    .flatMap((o) => (o.call === 'ftruncate' ? [o.size] : []))
  if (sizes.length > 0) {
    return `static void check_size(void)
{
	if (size_of(cached_fd) < ${Math.min(...sizes)})
		violated("the size is %lld", (long long)size_of(cached_fd));
}`
  }
  return `/* Only a truncate makes a file shorter. */
static void check_size(void)
{
	off_t size = size_of(cached_fd);

	if (size < ${file.size})
		violated("the size is %lld, it was ${file.size}", (long long)size);
	for (int i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];
		off_t end = c->pos + (off_t)c->len;

		if (c->fill == 0 || c->appends || !atomic_load(&c->acknowledged) || size >= end)
			continue;
		violated("%s was acknowledged, the size is %lld", c->text, (long long)size);
	}
}`
}

/** Which functions an observation is made of, each after what it calls. */
function functionsOf(observation: Observation, user: User): readonly string[] {
  const comparing = [allowed(user), word, compare]
  switch (observation) {
    case 'acknowledged':
      return [...comparing, readBack, drop, checkAcknowledged]
    case 'read-acknowledged':
      return [...comparing, checkReads]
    case 'read-extension':
      return [...comparing, checkExtension]
    case 'no-junk':
      return [word, readBack, drop, checkJunk]
    case 'size':
      return [checkSize(user)]
    case 'appends':
      return [readBack, checkAppends]
    case 'coherent':
      return [readBack, checkCoherent]
    case 'other-file':
      return [drop, checkOther]
    case 'no-page-past-end':
      return [checkPages]
    case 'returns':
      return []
  }
}

const statements: Readonly<Record<Observation, readonly string[]>> = {
  acknowledged: ['check_acknowledged();'],
  'read-acknowledged': ['check_reads();'],
  'read-extension': ['check_extension();'],
  'no-junk': ['check_junk();'],
  size: ['check_size();'],
  appends: ['check_appends();'],
  coherent: ['check_coherent();'],
  'other-file': ['check_other_file();'],
  'no-page-past-end': ['check_pages();'],
  returns: [],
}

/** The functions, and `check()` which calls them. */
export function checkFunctions(user: User, calls: readonly Call[]): readonly string[] {
  const sees = applicable(user.sees, calls)
  const functions = [...new Set(sees.flatMap((o) => functionsOf(o, user)))]
  const body = sees.flatMap((o) => statements[o])
  const inner = body.length === 0 ? ['/* That every call has returned is all. */'] : body
  return [
    ...functions,
    `static void check(void)\n{\n${inner.map((line) => `\t${line}`).join('\n')}\n}`,
  ]
}

/** Without those that have nothing to look at. */
function applicable(sees: readonly Observation[], calls: readonly Call[]): readonly Observation[] {
  const writes = calls.some(({ operation }) => fillOf(operation) !== undefined)
  const reads = calls.some(({ operation }) => operation.call === 'pread')
  const stores = calls.some(({ operation }) => operation.call === 'mmap_store')
  const appends = calls.some(({ operation: o }) => o.call === 'pwrite' && o.append)
  const other = calls.some(({ operation: o }) => o.call === 'clone' || o.call === 'write_other')
  return sees.filter((o) => {
    switch (o) {
      case 'acknowledged':
        return writes && !appends
      case 'read-acknowledged':
      case 'read-extension':
        return writes && reads
      case 'no-page-past-end':
        return stores
      case 'other-file':
        return other
      case 'no-junk':
      case 'size':
      case 'appends':
      case 'coherent':
      case 'returns':
        return true
    }
  })
}
