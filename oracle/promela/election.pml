/* Twin of election.ts: N nodes in a ring, each waking once. */
#ifndef N
#define N 3
#endif

bool asleep[N] = true;
bool passive[N];
bool leads[N];
chan ring[N] = [N] of { byte }; /* ring[i] leads to node i */
byte number;

#define NODE(i) \
  :: d_step { asleep[i] -> asleep[i] = false; \
      if :: passive[i] :: else -> ring[(i + 1) % N] ! i + 1 fi } \
  :: d_step { nempty(ring[i]) -> ring[i] ? number; \
      if \
      :: leads[i] \
      :: !leads[i] && number > i + 1 -> ring[(i + 1) % N] ! number; passive[i] = true \
      :: !leads[i] && number == i + 1 -> leads[i] = true \
      :: !leads[i] && number < i + 1 \
      fi; number = 0 }

active proctype deliver() {
  do
  NODE(0)
  NODE(1)
#if N > 2
  NODE(2)
#endif
#if N > 3
  NODE(3)
#endif
#if N > 4
  NODE(4)
#endif
  od
}
