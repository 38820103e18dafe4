// SPDX-License-Identifier: MIT

/*
 * h3-truncate-zeroes-acked-aio: a truncate that grows the file zeroes an AIO write that completed
 * while it waited.
 *
 * What must hold: no-lost-acked-byte: acknowledged bytes are still there when everything is quiet.
 *
 * Written by endio from the scenario h3-truncate-zeroes-acked-aio dfe180ae430e, design
 * oldsize_sample=before-wait new_size=1048576 async=true isize_lock=xfs extending_aio=async. The
 * run that fails there fails here only on a kernel that has made the same choices. Source of the
 * question: commit 249bd9087a52 fixed the same shape in fallocate; linux-xfs.
 *
 *     npx endio run scenarios/isize/h3-truncate-zeroes-acked-aio --deviate 'truncate>inode:i_size_read' before 'kworker>inode:i_size_write' --deviate 'aio>dio:ctx_put' before 'bio>dio:bi_end_io'
 *
 * What the threads do:
 *     aio, first:
 *         pwrite (io_submit, io_getevents)
 *     truncate, while the call of aio is in flight:
 *         ftruncate
 *
 * The orders that the run rests on:
 *     i_size_read(inode) of truncate
 *       before i_size_write(inode) of kworker, for aio
 *       NOT forced: inside calls that overlap
 *     ctx_put(dio) of aio
 *       before bi_end_io(dio) of bio, for aio
 *       NOT forced: inside calls that overlap
 *
 * User space cannot force what happens inside a call. Each attempt delays one thread by another
 * share of twice the latency of the device, measured at the start; the sequence is the same in
 * each run of the program. Where the window is a few instructions wide this needs very many
 * attempts, or a probe that holds it open (a kprobe that spins between the two accesses, say).
 *
 * A filesystem whose extending direct AIO waits under its inode lock (ext4) keeps the law; XFS
 * does not wait.
 *
 * A slow device widens the race: what was submitted stays in flight while the others run into it.
 * With the delay target of the device mapper, here 100 ms for writes:
 *
 *     dev=/dev/sdX                        # its contents are lost
 *     size=$(blockdev --getsz $dev)
 *     dmsetup create slow --table "0 $size delay $dev 0 0 $dev 0 100"
 *     mkfs.xfs /dev/mapper/slow && mount /dev/mapper/slow /mnt
 *     PROG /mnt/file; umount /mnt; dmsetup remove slow
 *
 * Build:  gcc -Wall -Wextra -O2 -pthread -o PROG PROG.c
 * Run:    PROG FILE [--attempts N] [--seconds S]
 * Exit:   0 held in every attempt, 1 violated, 2 the environment does not allow it
 *
 * FILE is on the filesystem under test. It is removed at the end unless the law was violated. No
 * attempt shows a law to hold: 0 says only that it was not seen violated.
 */
#define _GNU_SOURCE
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
#include <unistd.h>

#define OLD_SIZE 4096
#define SPAN 8192
#define BLOCK 4096
#define OLD 'o' /* what the file holds before */
enum flag { AIO_SUBMITTED, FLAGS };
#define THREADS 2
#define FIRST_DELAYED 1 /* the thread that the first attempts delay */
#define SLEEPS 32 /* delays of one thread before the next has its turn; a power of two */

enum { AIO_0, TRUNCATE_0, CALLS };

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
	aio_context_t context;
	struct iocb iocb;
};

static struct call calls[CALLS] = {
	[AIO_0] = { .text = "aio: pwrite [4096, 8192) 'D', O_DIRECT, by io_submit", .pos = 4096, .len = 4096, .fill = 'D', .direct = true, .async = true },
	[TRUNCATE_0] = { .text = "truncate: ftruncate 1048576", .pos = 0, .len = 0 },
};

enum { HELD = 0, VIOLATED = 1, UNUSABLE = 2 };

static const char *path;
static char marker[4096];
static int cached_fd, direct_fd;
static long attempt;
static int violations;
static long long latency_us; /* of one direct write and its sync */
static atomic_bool flags[FLAGS];
static pthread_barrier_t start;

static void remove_files(void)
{
	unlink(path);
	unlink(marker);
}

/* The environment does not allow the attempt: no verdict. */
__attribute__((noreturn, format(printf, 1, 2))) static void unusable(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fputs("cannot run: ", stderr);
	vfprintf(stderr, format, list);
	fputs("\n", stderr);
	va_end(list);
	if (marker[0] != '\0')
		remove_files();
	_exit(UNUSABLE);
}

__attribute__((format(printf, 1, 2))) static void violated(const char *format, ...)
{
	va_list list;

	violations++;
	va_start(list, format);
	printf("attempt %ld: ", attempt);
	vprintf(format, list);
	printf("\n");
	va_end(list);
}

#define PATIENCE 60 /* seconds for one attempt */

static void on_alarm(int signal)
{
	static const char text[] = "cannot run: a call has not returned in 60 s\n";

	(void)signal;
	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	_exit(UNUSABLE);
}

static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static off_t size_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		unusable("fstat: %s", strerror(errno));
	return st.st_size;
}

static int fd_of(const struct call *c)
{
	return c->direct ? direct_fd : cached_fd;
}

static void post(enum flag flag)
{
	atomic_store(&flags[flag], true);
}

/* Wakes sooner than a futex would. */
static void await(enum flag flag)
{
	while (!atomic_load(&flags[flag]))
		sched_yield();
}

/*
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
}

/* What a call without data gave. */
static void returned(int id, int result)
{
	if (result != 0)
		unusable("%s: %s", calls[id].text, strerror(errno ? errno : result));
	calls[id].result = 0;
}

/* The program has been told that the bytes are in the file. */
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
}

/* In flight when it returns: the inode is not locked any more, if it ever was. */
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
}

static char scratch[SPAN];

static void fill_file(size_t len)
{
	memset(scratch, OLD, len);
	if (pwrite(cached_fd, scratch, len, 0) != (ssize_t)len)
		unusable("cannot fill the file: %s", strerror(errno));
}

static int open_file(const char *name, int flags)
{
	int fd = open(name, flags, 0600);

	if (fd < 0 && (flags & O_DIRECT) && errno == EINVAL)
		unusable("%s: no O_DIRECT here; take XFS, ext4 or btrfs, not tmpfs or overlayfs", name);
	if (fd < 0)
		unusable("%s: %s", name, strerror(errno));
	return fd;
}

/* A new file for each attempt: what a former one left on the inode must not help. */
static void prepare(void)
{
	unlink(path);
	cached_fd = open_file(path, O_RDWR | O_CREAT | O_EXCL);
	direct_fd = open_file(path, O_RDWR | O_DIRECT);
	fill_file(4096);
	if (fsync(cached_fd) != 0)
		unusable("fsync: %s", strerror(errno));
	posix_fadvise(cached_fd, 0, 0, POSIX_FADV_DONTNEED);
	for (int i = 0; i < FLAGS; i++)
		atomic_store(&flags[i], false);
	for (int i = 0; i < CALLS; i++) {
		atomic_store(&calls[i].acknowledged, false);
		calls[i].result = 0;
		calls[i].past = false;
		if (calls[i].async && calls[i].context == 0 &&
		    syscall(SYS_io_setup, 1L, &calls[i].context) != 0)
			unusable("io_setup: %s", strerror(errno));
	}
}

static void finish(void)
{
	close(cached_fd);
	close(direct_fd);
}

/* Whether 'is' may be read at 'at' by who knows which calls were acknowledged. */
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
	/* A truncate or a hole may have taken it. */
	return !claimed || at >= 1048576;
}

static const char *word(int is)
{
	static char text[32];

	if (is < 0)
		return "lies past the end of the file";
	if (is == 0)
		return "reads zeros";
	snprintf(text, sizeof(text), is > ' ' && is < 127 ? "reads '%c'" : "reads 0x%02x", is);
	return text;
}

/* The n bytes read at pos, of len wanted; one line for each range that is not as it was acknowledged. */
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
}

static alignas(BLOCK) char data[SPAN];

static ssize_t read_back(int fd)
{
	ssize_t n = pread(fd, data, SPAN, 0);

	if (n < 0)
		unusable("read back: %s", strerror(errno));
	return n;
}

/* So that the next read comes from the medium. */
static void drop_cache(int fd)
{
	if (fsync(fd) != 0)
		unusable("fsync: %s", strerror(errno));
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}

static void check_acknowledged(void)
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
}

static void check(void)
{
	check_acknowledged();
}

static void *task_aio(void *unused)
{
	(void)unused;
	pthread_barrier_wait(&start);
	submit_write(AIO_0);
	post(AIO_SUBMITTED);
	reap_write(AIO_0);
	return NULL;
}

static void *task_truncate(void *unused)
{
	(void)unused;
	pthread_barrier_wait(&start);
	await(AIO_SUBMITTED);
	sleep_a_little(1);
	returned(TRUNCATE_0, ftruncate(cached_fd, 1048576));
	return NULL;
}

/* Never somebody else's file: what this program makes has FILE.endio beside it. */
static void claim_file(const char *name)
{
	char mine[sizeof(marker)];
	int fd;

	path = name;
	if (snprintf(mine, sizeof(mine), "%s.endio", name) >= (int)sizeof(mine))
		unusable("the name of the file is too long");
	if (access(name, F_OK) == 0 && access(mine, F_OK) != 0)
		unusable("%s exists and is not of this program", name);
	fd = open(mine, O_WRONLY | O_CREAT, 0600);
	if (fd < 0)
		unusable("%s: %s", mine, strerror(errno));
	close(fd);
	strcpy(marker, mine);
}

/* How long the device takes: the delays are chosen by it. */
static void calibrate(void)
{
	static alignas(BLOCK) char block[BLOCK];
	long long before;

	unlink(path);
	direct_fd = open_file(path, O_RDWR | O_CREAT | O_EXCL | O_DIRECT);
	before = now_us();
	if (pwrite(direct_fd, block, BLOCK, 0) != BLOCK)
		unusable("pwrite, O_DIRECT, of %d bytes: %s", BLOCK, strerror(errno));
	latency_us = now_us() - before;
	close(direct_fd);
	if (latency_us < 100)
		latency_us = 100;
}

static long number(const char *option, const char *text)
{
	char *end;
	long n = strtol(text != NULL ? text : "", &end, 10);

	if (text == NULL || *text == '\0' || *end != '\0' || n <= 0)
		unusable("%s needs a positive whole number", option);
	return n;
}

static void try_once(void)
{
	static void *(*const tasks[THREADS])(void *) = { task_aio, task_truncate };
	pthread_t threads[THREADS];

	prepare();
	alarm(PATIENCE);
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&threads[i], NULL, tasks[i], NULL) != 0)
			unusable("pthread_create failed");
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check();
	alarm(0);
	finish();
}

int main(int argc, char **argv)
{
	long attempts = 200, seconds = 120;
	const char *name = NULL;
	long long end;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--attempts") == 0) {
			attempts = number(argv[i], argv[i + 1]);
			i++;
		} else if (strcmp(argv[i], "--seconds") == 0) {
			seconds = number(argv[i], argv[i + 1]);
			i++;
		} else if (name == NULL && argv[i][0] != '-') {
			name = argv[i];
		} else {
			name = NULL;
			break;
		}
	}
	if (name == NULL) {
		fprintf(stderr, "usage: %s FILE [--attempts N] [--seconds S]\n", argv[0]);
		return UNUSABLE;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	claim_file(name);
	for (int i = 0; i < CALLS; i++) {
		size_t size = (calls[i].len + BLOCK - 1) / BLOCK * BLOCK;

		if (posix_memalign((void **)&calls[i].buffer, BLOCK, size > 0 ? size : BLOCK) != 0)
			unusable("no memory");
		memset(calls[i].buffer, calls[i].fill, size);
	}
	pthread_barrier_init(&start, NULL, THREADS);
	signal(SIGALRM, on_alarm);
	calibrate();
	puts("left to chance: i_size_read(inode) of truncate before i_size_write(inode) of kworker, for aio");
	puts("left to chance: ctx_put(dio) of aio before bi_end_io(dio) of bio, for aio");
	printf("One direct write took %lld us.\n", latency_us);
	end = now_us() + seconds * 1000000LL;
	for (attempt = 1; attempt <= attempts && violations == 0 && now_us() < end; attempt++)
		try_once();
	if (violations > 0) {
		printf("VIOLATED in attempt %ld. %s is kept.\n", attempt - 1, path);
		return VIOLATED;
	}
	printf("HELD in %ld attempts.\n", attempt - 1);
	remove_files();
	return HELD;
}
