/** System calls as C: the functions that make them, and the statement of one call. */
import type { Operation } from '../../scenario/reproducer.ts'
import { isAsync } from './reproducer.ts'
import type { Call } from './reproducer.ts'

/** How a call is told in a message: `pwrite [4096, 8192) 'D', O_DIRECT, by io_submit`. */
export function callText(operation: Operation): string {
  const range = 'pos' in operation ? ` [${operation.pos}, ${operation.pos + operation.len})` : ''
  switch (operation.call) {
    case 'pwrite': {
      const how = [
        ...(operation.append ? ['O_APPEND'] : []),
        ...(operation.direct ? ['O_DIRECT'] : []),
        ...(operation.dsync ? ['RWF_DSYNC'] : []),
        ...(operation.async ? ['by io_submit'] : []),
      ]
      const where = operation.append ? ` ${operation.len} bytes` : range
      return [`pwrite${where} '${operation.fill}'`, ...how].join(', ')
    }
    case 'pread':
      return `pread${range}${operation.direct ? ', O_DIRECT' : ''}`
    case 'ftruncate':
      return `ftruncate ${operation.size}`
    case 'fallocate':
      return `fallocate${range}${operation.mode === 'allocate' ? '' : `, ${operation.mode}`}`
    case 'mmap_store':
      return `store${range} '${operation.fill}' through a mapping`
    case 'clone':
      return `FICLONERANGE${range}`
    case 'write_other':
      return `pwrite and fsync of a second file`
    case 'fsync':
    case 'sync_file_range':
    case 'close':
      return operation.call
    case 'drop_cache':
      return 'posix_fadvise(POSIX_FADV_DONTNEED)'
  }
}

/** The statements of one call, in the function of its thread. */
export function callStatements({ operation, id }: Call): readonly string[] {
  switch (operation.call) {
    case 'pwrite':
      return operation.async ? [`submit_write(${id});`] : [`write_now(${id});`]
    case 'pread':
      return [`read_now(${id});`]
    case 'ftruncate':
      return [`returned(${id}, ftruncate(cached_fd, ${operation.size}));`]
    case 'fallocate':
      return [
        `returned(${id}, fallocate(cached_fd, ${fallocateMode(operation.mode)}, ${operation.pos}, ${operation.len}));`,
      ]
    case 'mmap_store':
      return [`store(${id}, ${operation.when.toUpperCase()}, ${operation.times});`]
    case 'fsync':
      return [`returned(${id}, fsync(cached_fd));`]
    case 'sync_file_range':
      return [`returned(${id}, sync_file_range(cached_fd, 0, 0, WRITE_AND_WAIT));`]
    case 'drop_cache':
      return [`returned(${id}, posix_fadvise(cached_fd, 0, 0, POSIX_FADV_DONTNEED));`]
    case 'close':
      return [`returned(${id}, close(closed_fd));`]
    case 'clone':
      return [`clone_range(${id});`]
    case 'write_other':
      return [`write_other(${id});`]
  }
}

function fallocateMode(mode: 'allocate' | 'keep-size' | 'punch-hole'): string {
  switch (mode) {
    case 'allocate':
      return '0'
    case 'keep-size':
      return 'FALLOC_FL_KEEP_SIZE'
    case 'punch-hole':
      return 'FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE'
  }
}

const returned = `/* What a call without data gave. */
static void returned(int id, int result)
{
	if (result != 0)
		unusable("%s: %s", calls[id].text, strerror(errno ? errno : result));
	calls[id].result = 0;
}`

const acknowledge = `/* The program has been told that the bytes are in the file. */
static void acknowledge(struct call *c, long result)
{
	if (result < 0)
		unusable("%s: %s%s", c->text, strerror((int)-result), result == -EINVAL ?
			 " (direct I/O may need larger blocks here)" : "");
	if ((size_t)result != c->len)
		unusable("%s: short, %ld bytes", c->text, result);
	c->result = result;
	c->size_after = size_of(cached_fd);
	atomic_store(&c->acknowledged, true);
}`

const writeNow = `static void write_now(int id)
{
	struct call *c = &calls[id];
	struct iovec iov = { c->buffer, c->len };
	ssize_t n = pwritev2(fd_of(c), &iov, 1, c->pos, c->dsync ? RWF_DSYNC : 0);

	acknowledge(c, n < 0 ? -errno : n);
}`

const aio = `/* In flight when it returns: the inode is not locked any more, if it ever was. */
static void submit_write(int id)
{
	struct call *c = &calls[id];
	struct iocb *list[1] = { &c->iocb };

	memset(&c->iocb, 0, sizeof(c->iocb));
	c->iocb.aio_fildes = (uint32_t)fd_of(c);
	c->iocb.aio_lio_opcode = IOCB_CMD_PWRITE;
	c->iocb.aio_buf = (uint64_t)(uintptr_t)c->buffer;
	c->iocb.aio_nbytes = c->len;
	c->iocb.aio_offset = c->pos;
	c->iocb.aio_rw_flags = c->dsync ? RWF_DSYNC : 0;
	if (syscall(SYS_io_submit, c->context, 1L, list) != 1)
		unusable("%s: io_submit: %s", c->text, strerror(errno));
}

static void reap_write(int id)
{
	struct call *c = &calls[id];
	struct io_event event;
	long n;

	do
		n = syscall(SYS_io_getevents, c->context, 1L, 1L, &event, NULL);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		unusable("%s: io_getevents: %s", c->text, strerror(errno));
	acknowledge(c, (long)event.res);
}`

const readNow = `/* Remembers what had been acknowledged before it began. */
static void read_now(int id)
{
	struct call *c = &calls[id];

	for (int i = 0; i < CALLS; i++)
		c->known[i] = atomic_load(&calls[i].acknowledged);
	c->result = pread(fd_of(c), c->buffer, c->len, c->pos);
	if (c->result < 0)
		unusable("%s: %s", c->text, strerror(errno));
}`

const store = `enum when { ANY, INSIDE, PAST };

static _Thread_local sigjmp_buf no_page;

static void on_sigbus(int signal)
{
	siglongjmp(no_page, signal);
}

/* SIGBUS means that the page lies past the end of the file: then nothing is stored. */
static void store(int id, enum when when, int times)
{
	struct call *c = &calls[id];
	volatile bool inside = false; /* kept over the jump */

	for (int i = 0; i < (when == INSIDE ? 1000 * times : 1) && !inside; i++)
		inside = size_of(cached_fd) >= c->pos + (off_t)c->len;
	if (when == INSIDE && !inside)
		return;
	if (sigsetjmp(no_page, 1) != 0)
		return;
	memset(mapping + c->pos, c->fill, c->len);
	if (when == PAST)
		c->past = size_of(cached_fd) <= c->pos;
	c->result = (long)c->len;
	atomic_store(&c->acknowledged, inside && when != PAST);
}`

const clone = `static void clone_range(int id)
{
	struct call *c = &calls[id];
	struct file_clone_range range = {
		.src_fd = cached_fd,
		.src_offset = (uint64_t)c->pos,
		.src_length = c->len,
	};

	if (ioctl(other_fd, FICLONERANGE, &range) != 0)
		unusable("%s: %s (XFS and btrfs share blocks)", c->text, strerror(errno));
	if (pread(other_fd, c->buffer, c->len, 0) != (ssize_t)c->len)
		unusable("%s: cannot read the second file", c->text);
	atomic_store(&c->acknowledged, true);
}`

const writeOther = `static void write_other(int id)
{
	struct call *c = &calls[id];

	memset(c->buffer, c->fill_other, c->len);
	if (pwrite(other_fd, c->buffer, c->len, 0) != (ssize_t)c->len || fsync(other_fd) != 0)
		unusable("%s: %s", c->text, strerror(errno));
	atomic_store(&c->acknowledged, true);
}`

/** The functions that `calls` need, in an order in which each knows those before it. */
export function callFunctions(calls: readonly Call[]): readonly string[] {
  const has = (...kinds: readonly Operation['call'][]): boolean =>
    calls.some(({ operation }) => kinds.includes(operation.call))
  const writes = has('pwrite')
  return [
    ...(has('ftruncate', 'fallocate', 'fsync', 'sync_file_range', 'drop_cache', 'close')
      ? [returned]
      : []),
    ...(writes ? [acknowledge] : []),
    ...(calls.some((c) => c.operation.call === 'pwrite' && !isAsync(c)) ? [writeNow] : []),
    ...(calls.some(isAsync) ? [aio] : []),
    ...(has('pread') ? [readNow] : []),
    ...(has('mmap_store') ? [store] : []),
    ...(has('clone') ? [clone] : []),
    ...(has('write_other') ? [writeOther] : []),
  ]
}
