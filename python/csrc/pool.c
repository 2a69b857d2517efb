/*
 * The pool is fork-join: a job opens places, threads that wait take one each, work until no piece
 * is left, and give the place back; the caller works as well, and waits until all places are free.
 *
 * A forked child has the forking thread alone. It forgets the threads, the locks and the job of
 * the parent, and starts threads of its own when it needs them.
 */
#include "pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

struct job {
	piece_fn work;
	void *arg;
	size_t end;
	uint64_t until;
	size_t next; /* atomic: the first piece that no thread has taken */
	int stop;    /* atomic: the time has passed */
};

static struct {
	pthread_mutex_t mu;
	pthread_cond_t open;   /* places > 0 */
	pthread_cond_t joined; /* working == 0 */
	bool busy;             /* a job has the pool */
	int kept;              /* threads */
	int places;            /* for threads that may still take part in the job */
	int working;           /* threads that take part in the job */
	struct job job;
} pool = {
	.mu = PTHREAD_MUTEX_INITIALIZER,
	.open = PTHREAD_COND_INITIALIZER,
	.joined = PTHREAD_COND_INITIALIZER,
};

uint64_t pool_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Takes pieces in order. A piece that is taken is done, so that those done are the first ones. */
static void take_pieces(struct job *job)
{
	while (!__atomic_load_n(&job->stop, __ATOMIC_RELAXED)) {
		size_t i = __atomic_fetch_add(&job->next, 1, __ATOMIC_RELAXED);
		if (i >= job->end)
			return;
		job->work(job->arg, i);
		if (pool_now() >= job->until)
			__atomic_store_n(&job->stop, 1, __ATOMIC_RELAXED);
	}
}

static void *worker(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&pool.mu);
	for (;;) {
		while (pool.places == 0)
			pthread_cond_wait(&pool.open, &pool.mu);
		pool.places--;
		pool.working++;
		pthread_mutex_unlock(&pool.mu);
		take_pieces(&pool.job);
		pthread_mutex_lock(&pool.mu);
		if (--pool.working == 0)
			pthread_cond_signal(&pool.joined);
	}
	return NULL;
}

/* Starts threads until wanted are kept, or none can be started. Signals are for others. */
static void start_threads(int wanted)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	if (pool.kept >= wanted || pthread_attr_init(&attributes) != 0)
		return;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_t thread;
	while (pool.kept < wanted && pthread_create(&thread, &attributes, worker, NULL) == 0)
		pool.kept++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
}

static size_t done(const struct job *job) { return job->next < job->end ? job->next : job->end; }

size_t pool_run(piece_fn work, void *arg, size_t first, size_t end, int threads, uint64_t until)
{
	struct job job = {.work = work, .arg = arg, .end = end, .until = until, .next = first};
	if (end - first < (size_t)threads)
		threads = (int)(end - first);
	bool ours = false;
	if (threads > 1) {
		pthread_mutex_lock(&pool.mu);
		ours = !pool.busy;
		if (ours) {
			start_threads(threads - 1);
			pool.busy = true;
			pool.job = job;
			pool.places = threads - 1 < pool.kept ? threads - 1 : pool.kept;
			pthread_cond_broadcast(&pool.open);
		}
		pthread_mutex_unlock(&pool.mu);
	}
	if (!ours) {
		take_pieces(&job);
		return done(&job);
	}
	take_pieces(&pool.job);
	pthread_mutex_lock(&pool.mu);
	pool.places = 0;
	while (pool.working > 0)
		pthread_cond_wait(&pool.joined, &pool.mu);
	end = done(&pool.job);
	pool.busy = false;
	pthread_mutex_unlock(&pool.mu);
	return end;
}

int pool_threads(void)
{
	pthread_mutex_lock(&pool.mu);
	int kept = pool.kept;
	pthread_mutex_unlock(&pool.mu);
	return kept;
}

static void forget(void)
{
	pthread_mutex_init(&pool.mu, NULL);
	pthread_cond_init(&pool.open, NULL);
	pthread_cond_init(&pool.joined, NULL);
	pool.busy = false;
	pool.kept = pool.places = pool.working = 0;
}

int pool_init(void) { return pthread_atfork(NULL, NULL, forget); }
