/* Twin of philosophers.ts: N philosophers and N forks; fork i lies left of philosopher i. */
#ifndef N
#define N 3
#endif

mtype:message = { take, put };
mtype:state = { thinking, left, right };

bool hungry[N] = true; /* the philosopher's message to himself */
mtype:state phil[N] = thinking;
/* From philosopher i to the fork on his left and on his right, and back. */
chan to_left[N] = [2] of { mtype:message };
chan to_right[N] = [2] of { mtype:message };
bool from_left[N];
bool from_right[N];
/* A fork's holder and who waits for it: 0 nobody, 1 the philosopher whose left fork it is, 2 the other. */
byte holder[N];
byte waiter[N];

inline grant(f, side) {
  if
  :: side == 1 -> from_left[f] = true
  :: else -> from_right[(f + N - 1) % N] = true
  fi
}

inline fork(f, channel, side) {
  if
  :: channel ? [take] ->
    channel ? take;
    if
    :: holder[f] == 0 -> holder[f] = side; grant(f, side)
    :: else -> waiter[f] = side
    fi
  :: else ->
    channel ? put;
    if
    :: waiter[f] != 0 -> grant(f, waiter[f])
    :: else
    fi;
    holder[f] = waiter[f];
    waiter[f] = 0
  fi
}

inline granted(i) {
  if
  :: phil[i] == left -> phil[i] = right; to_right[i] ! take
  :: else -> phil[i] = thinking; to_left[i] ! put; to_right[i] ! put; hungry[i] = true
  fi
}

#define PLACE(i) \
  :: d_step { hungry[i] -> hungry[i] = false; phil[i] = left; to_left[i] ! take } \
  :: d_step { nempty(to_left[i]) -> fork(i, to_left[i], 1) } \
  :: d_step { nempty(to_right[i]) -> fork((i + 1) % N, to_right[i], 2) } \
  :: d_step { from_left[i] -> from_left[i] = false; granted(i) } \
  :: d_step { from_right[i] -> from_right[i] = false; granted(i) }

active proctype deliver() {
  do
  PLACE(0)
  PLACE(1)
#if N > 2
  PLACE(2)
#endif
#if N > 3
  PLACE(3)
#endif
  od
}
