/** What every program has: arguments, messages, the order of threads, and its end. */
import type { Observation } from '../../scenario/reproducer.ts'
import { callText } from './calls.ts'
import { characterLiteral, stringLiteral } from './literal.ts'
import { fillOf, isAsync, rangeOf } from './reproducer.ts'
import type { Call } from './reproducer.ts'
import type { Needs } from './setup.ts'

export const includes = `#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>`

/** The enum and the table of the calls. */
export function callTable(calls: readonly Call[], needs: Needs): string {
  const rows = calls.map((call) => `\t[${call.id}] = { ${fieldsOf(call).join(', ')} },`)
  return `enum { ${calls.map((c) => c.id).join(', ')}, CALLS };

struct call {
	const char *text;
	off_t pos;
	size_t len;
	char fill; /* 0: leaves no bytes in the file */
	char fill_other; /* what it leaves in the second file */
	bool direct, async, dsync, appends, reads, other;
	long result;
	off_t size_after;
	atomic_bool acknowledged;
	bool past; /* the store was made past the end of the file */
	bool known[CALLS]; /* of a read: what had been acknowledged when it began */
	char *buffer;
${needs.async ? '	aio_context_t context;\n	struct iocb iocb;\n' : ''}};

static struct call calls[CALLS] = {
${rows.join('\n')}
};`
}

function fieldsOf(call: Call): readonly string[] {
  const { operation, task } = call
  const { pos, len } = rangeOf(operation)
  const fill = fillOf(operation)
  const flag = (name: string, on: boolean): readonly string[] => (on ? [`.${name} = true`] : [])
  const writes = operation.call === 'pwrite'
  return [
    `.text = ${stringLiteral(`${task}: ${callText(operation)}`)}`,
    `.pos = ${pos}`,
    `.len = ${len}`,
    ...(fill === undefined ? [] : [`.fill = ${characterLiteral(fill)}`]),
    ...(operation.call === 'write_other'
      ? [`.fill_other = ${characterLiteral(operation.fill)}`]
      : []),
    ...flag('direct', 'direct' in operation && operation.direct),
    ...flag('async', isAsync(call)),
    ...flag('dsync', writes && operation.dsync),
    ...flag('appends', writes && operation.append),
    ...flag('reads', operation.call === 'pread'),
    ...flag('other', operation.call === 'write_other' || operation.call === 'clone'),
  ]
}

const violated = `__attribute__((format(printf, 1, 2))) static void violated(const char *format, ...)
{
	va_list list;

	violations++;
	va_start(list, format);
	printf("attempt %ld: ", attempt);
	vprintf(format, list);
	printf("\\n");
	va_end(list);
}`

const helpers = [
  `static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}`,
  `static off_t size_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		unusable("fstat: %s", strerror(errno));
	return st.st_size;
}`,
]

/** Variables, messages, and what threads wait with. */
export function machinery(
  needs: Needs,
  sees: readonly Observation[],
  calls: readonly Call[],
): readonly string[] {
  const { mapping, closing, appending, other } = needs
  const fds = [
    'cached_fd',
    'direct_fd',
    ...(appending ? ['append_fd'] : []),
    ...(closing ? ['closed_fd'] : []),
    ...(other ? ['other_fd'] : []),
  ]
  return [
    `enum { HELD = 0, VIOLATED = 1, UNUSABLE = 2 };

static const char *path;
static char marker[4096]${other ? ', other_path[4096]' : ''};
static int ${fds.join(', ')};
${mapping ? 'static char *mapping;\n' : ''}static long attempt;
static int violations;
static long long latency_us; /* of one direct write and its sync */
static atomic_bool flags[FLAGS];
static pthread_barrier_t start;`,
    `static void remove_files(void)
{
	unlink(path);
${other ? '	unlink(other_path);\n' : ''}	unlink(marker);
}`,
    `/* The environment does not allow the attempt: no verdict. */
__attribute__((noreturn, format(printf, 1, 2))) static void unusable(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fputs("cannot run: ", stderr);
	vfprintf(stderr, format, list);
	fputs("\\n", stderr);
	va_end(list);
	if (marker[0] != '\\0')
		remove_files();
	_exit(UNUSABLE);
}`,
    violated,
    watchdog(sees),
    ...helpers,
    ...(calls.some(({ operation: o }) => o.call === 'pwrite' || o.call === 'pread')
      ? [descriptorOf(appending)]
      : []),
    ...(calls.some(({ operation: o }) => o.call === 'sync_file_range')
      ? [
          '#define WRITE_AND_WAIT \\\n\t(SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER)',
        ]
      : []),
  ]
}

function descriptorOf(appending: boolean): string {
  return `static int fd_of(const struct call *c)
{
${appending ? '	if (c->appends)\n		return append_fd;\n' : ''}	return c->direct ? direct_fd : cached_fd;
}`
}

/** A call that hangs is what some programs look for; for all others it is no verdict. */
function watchdog(sees: readonly Observation[]): string {
  const [code, text] = sees.includes('returns')
    ? [
        'VIOLATED',
        'a call has not returned in 60 s: see /proc/PID/task/*/stack before it is killed',
      ]
    : ['UNUSABLE', 'cannot run: a call has not returned in 60 s']
  return `#define PATIENCE 60 /* seconds for one attempt */

static void on_alarm(int signal)
{
	static const char text[] = "${text}\\n";

	(void)signal;
	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	_exit(${code});
}`
}

/** The functions with which threads wait for each other; only those that are used. */
export function waiting(waits: boolean, overlaps: boolean): readonly string[] {
  return [
    ...(waits
      ? [
          `static void post(enum flag flag)
{
	atomic_store(&flags[flag], true);
}`,
          `/* Wakes sooner than a futex would. */
static void await(enum flag flag)
{
	while (!atomic_load(&flags[flag]))
		sched_yield();
}`,
        ]
      : []),
    ...(overlaps
      ? [
          `/*
 * What overlaps cannot be put in order from outside, so each attempt tries another delay: of one
 * thread after the other, from nothing to twice the latency of the device, in the order of bits
 * reversed, which is fine soon.
 */
static void sleep_a_little(int thread)
{
	int step = (int)((attempt - 1) % SLEEPS), turn = (int)((attempt - 1) / SLEEPS % THREADS);
	int reversed = 0;
	long long until;

	if (thread != (turn + FIRST_DELAYED) % THREADS)
		return;
	for (int bit = 1; bit < SLEEPS; bit <<= 1)
		reversed = reversed << 1 | ((step & bit) != 0);
	until = now_us() + 2 * latency_us * reversed / SLEEPS;
	while (now_us() < until)
		sched_yield();
}`,
        ]
      : []),
  ]
}
