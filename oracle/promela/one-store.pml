/* Twin of one-store.ts: N writers of one file over shared variables; RACY reads before it writes. */
#ifndef N
#define N 2
#endif

byte task[N];
byte bio[N];
byte seen[N];
byte i_size;
byte held; /* tasks in their critical section; it follows from `task` */

active [N] proctype writer() {
  do
  :: d_step { task[_pid] == 0 && held == 0 -> task[_pid] = 1; held = 1 }
  :: d_step { task[_pid] == 1 -> task[_pid] = 2; bio[_pid] = 1 }
  :: d_step { task[_pid] == 2 -> task[_pid] = 3; held = 0 }
  :: d_step { bio[_pid] == 1 -> bio[_pid] = 2 }
#ifdef RACY
  :: d_step { bio[_pid] == 2 -> bio[_pid] = 3; seen[_pid] = i_size }
  :: d_step { bio[_pid] == 3 -> bio[_pid] = 4;
      if :: _pid + 1 > seen[_pid] -> i_size = _pid + 1 :: else fi; seen[_pid] = 0 }
#else
  :: d_step { bio[_pid] == 2 -> bio[_pid] = 4;
      if :: _pid + 1 > i_size -> i_size = _pid + 1 :: else fi }
#endif
  :: d_step { bio[_pid] == 4 -> bio[_pid] = 5 }
  :: d_step { task[_pid] == 3 && bio[_pid] == 5 -> task[_pid] = 4 }
  od
}
