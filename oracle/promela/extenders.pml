/*
 * Twin of the reference model of the benchmark (bench/extenders.ts): N asynchronous writers extend
 * one file. The same actors and the same messages, and one atomic step is one delivery with the
 * receiver's macrostep, so states and transitions can be compared by number. Spin counts the first
 * state as a transition too.
 *
 *   spin -a -DN=3 -DRACY extenders.pml && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan
 *
 * Without RACY, end_io takes the maximum in one message.
 *
 * Every channel is one slot, 0 when empty, because its sender waits for an answer. So that no send
 * is lost if that were wrong, a full slot fails an assertion.
 */
#ifndef N
#define N 2
#endif

mtype:message = { down, up, granted, submit_bio, end_io, ki_complete, read, write, answer };
mtype:state = { locking, submitted, done, idle, device, reading, writing };

/* Channels, from_to. The tasks have sent their `down` when they begin. */
mtype:message task_lock[N] = down;
mtype:message lock_task[N];
mtype:message task_bio[N];
mtype:message bio_self[N];
mtype:message bio_task[N];
mtype:message bio_inode[N];
mtype:message inode_bio[N];
/* The i_size that an answer to `read` carries. */
byte carried[N];

mtype:state task[N] = locking;
mtype:state bio[N] = idle;

/* i_rwsem: first come, first served. Unused places in the queue are 0. */
bool held;
byte waiting[N];
byte waiters;

byte i_size;
byte k;

inline send(slot, message) { assert(slot == 0); slot = message }

inline take(i) {
  if
  :: held -> waiting[waiters] = i + 1; waiters++
  :: else -> held = true; send(lock_task[i], granted)
  fi
}

inline give() {
  if
  :: waiters == 0 -> held = false
  :: else ->
    send(lock_task[waiting[0] - 1], granted);
    waiters--;
    k = 0;
    do
    :: k < waiters -> waiting[k] = waiting[k + 1]; k++
    :: else -> break
    od;
    waiting[waiters] = 0;
    k = 0
  fi
}

inline publish(i) {
  if
  :: i_size < i + 1 -> i_size = i + 1
  :: else
  fi
}

#ifdef RACY
#define FIRST read
#define AFTER_DEVICE reading
#else
#define FIRST write
#define AFTER_DEVICE writing
#endif

/* The deliveries of writer i, by receiver. */
#define WRITER(i) \
  :: d_step { task_lock[i] == down -> task_lock[i] = 0; take(i) } \
  :: d_step { task_lock[i] == up -> task_lock[i] = 0; give() } \
  :: d_step { lock_task[i] == granted -> lock_task[i] = 0; task[i] = submitted; \
      send(task_bio[i], submit_bio); send(task_lock[i], up) } \
  :: d_step { task_bio[i] == submit_bio -> task_bio[i] = 0; bio[i] = device; \
      send(bio_self[i], end_io) } \
  :: d_step { bio_self[i] == end_io -> bio_self[i] = 0; bio[i] = AFTER_DEVICE; \
      send(bio_inode[i], FIRST) } \
  :: d_step { bio_inode[i] == read -> bio_inode[i] = 0; carried[i] = i_size; \
      send(inode_bio[i], answer) } \
  :: d_step { bio_inode[i] == write -> bio_inode[i] = 0; STORE(i); send(inode_bio[i], answer) } \
  :: d_step { inode_bio[i] == answer -> inode_bio[i] = 0; \
      if \
      :: bio[i] == reading && carried[i] < i + 1 -> bio[i] = writing; send(bio_inode[i], write) \
      :: else -> bio[i] = done; send(bio_task[i], ki_complete) \
      fi; carried[i] = 0 } \
  :: d_step { bio_task[i] == ki_complete -> bio_task[i] = 0; task[i] = done }

#ifdef RACY
#define STORE(i) i_size = i + 1
#else
#define STORE(i) publish(i)
#endif

/* No `end` label: with -c0 Spin counts the states at rest as errors. */
active proctype deliver() {
  do
  WRITER(0)
#if N > 1
  WRITER(1)
#endif
#if N > 2
  WRITER(2)
#endif
#if N > 3
  WRITER(3)
#endif
#if N > 4
  WRITER(4)
#endif
#if N > 5
  WRITER(5)
#endif
  od
}
