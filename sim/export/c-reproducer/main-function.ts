/** `main` and what only it calls, as C. */
import { stringLiteral } from './literal.ts'
import { functionsOf } from './threads.ts'
import type { Needs } from './setup.ts'
import type { ThreadOrder } from './order.ts'

export interface MainSource {
  readonly threads: readonly ThreadOrder[]
  readonly needs: Needs
  /** Fill the file before: it holds something. */
  readonly filled: boolean
  /** Sentences for the standard output, each a line. */
  readonly announcements: readonly string[]
  readonly stores: boolean
}

const fillFile = `static void fill_file(size_t len)
{
	memset(scratch, OLD, len);
	if (pwrite(cached_fd, scratch, len, 0) != (ssize_t)len)
		unusable("cannot fill the file: %s", strerror(errno));
}`

export const fillFunction = (filled: boolean): readonly string[] => (filled ? [fillFile] : [])

const claim = `/* Never somebody else's file: what this program makes has FILE.endio beside it. */
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
}`

const calibrate = `/* How long the device takes: the delays are chosen by it. */
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
}`

const number = `static long number(const char *option, const char *text)
{
	char *end;
	long n = strtol(text != NULL ? text : "", &end, 10);

	if (text == NULL || *text == '\\0' || *end != '\\0' || n <= 0)
		unusable("%s needs a positive whole number", option);
	return n;
}`

export function mainFunctions({
  threads,
  needs,
  announcements,
  stores,
}: MainSource): readonly string[] {
  return [
    claim,
    calibrate,
    number,
    attemptFunction(threads),
    mainFunction(announcements, needs, stores),
  ]
}

function attemptFunction(threads: readonly ThreadOrder[]): string {
  const names = functionsOf(threads).join(', ')
  return `static void try_once(void)
{
	static void *(*const tasks[THREADS])(void *) = { ${names} };
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
}`
}

function mainFunction(announcements: readonly string[], needs: Needs, stores: boolean): string {
  const said = announcements.map((a) => `\tputs(${stringLiteral(a)});`)
  return `int main(int argc, char **argv)
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
		fprintf(stderr, "usage: %s FILE [--attempts N] [--seconds S]\\n", argv[0]);
		return UNUSABLE;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	claim_file(name);
${needs.other ? '	snprintf(other_path, sizeof(other_path), "%.4000s.other", name);\n' : ''}	for (int i = 0; i < CALLS; i++) {
		size_t size = (calls[i].len + BLOCK - 1) / BLOCK * BLOCK;

		if (posix_memalign((void **)&calls[i].buffer, BLOCK, size > 0 ? size : BLOCK) != 0)
			unusable("no memory");
		memset(calls[i].buffer, calls[i].fill, size);
	}
	pthread_barrier_init(&start, NULL, THREADS);
	signal(SIGALRM, on_alarm);
${stores ? '	signal(SIGBUS, on_sigbus);\n' : ''}	calibrate();
${said.join('\n')}
	printf("One direct write took %lld us.\\n", latency_us);
	end = now_us() + seconds * 1000000LL;
	for (attempt = 1; attempt <= attempts && violations == 0 && now_us() < end; attempt++)
		try_once();
	if (violations > 0) {
		printf("VIOLATED in attempt %ld. %s is kept.\\n", attempt - 1, path);
		return VIOLATED;
	}
	printf("HELD in %ld attempts.\\n", attempt - 1);
	remove_files();
	return HELD;
}`
}
