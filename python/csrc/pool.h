/* Threads that are kept between calls and share the pieces of a job. */
#ifndef SUMLOG_POOL_H
#define SUMLOG_POOL_H

#include <stddef.h>
#include <stdint.h>

enum { MAX_THREADS = 256 };

/* Does piece number i. Pieces are independent, and run on any thread. */
typedef void (*piece_fn)(void *arg, size_t i);

/*
 * pool_run does pieces from first on, on at most this number of threads, the caller's included,
 * until all pieces before end are done or the time until (of pool_now) has passed. It returns the
 * first piece that is not done; all before it are. Where another thread has the pool, or no thread
 * can be started, the caller works alone.
 */
size_t pool_run(piece_fn work, void *arg, size_t first, size_t end, int threads, uint64_t until);

/* pool_now returns a time in nanoseconds. */
uint64_t pool_now(void);

/* pool_init makes forked children start with a pool of their own. It returns 0, or an errno. */
int pool_init(void);

/* pool_threads returns the number of threads that the pool keeps. */
int pool_threads(void);

#endif
