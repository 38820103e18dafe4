/* Twin of alternating-bit.ts: MESSAGES, RETRIES of each, LOSSES in all. */
#ifndef MESSAGES
#define MESSAGES 3
#endif
#ifndef RETRIES
#define RETRIES 2
#endif
#ifndef LOSSES
#define LOSSES 2
#endif

mtype:state = { asleep, waiting, patient, done };

mtype:state sender = asleep;
bit sending;
byte left = MESSAGES;
byte retries;
bool wake = true;
bool timer;

bit expecting;
byte received;

chan data = [16] of { bit };
chan ack = [16] of { bit };
byte losses = LOSSES;
bit b;

inline transmit() { sender = waiting; data ! sending; timer = true }

inline next() {
  sending = 1 - sending;
  left--;
  retries = 0;
  timer = false;
  if
  :: left == 0 -> sender = done
  :: else -> transmit()
  fi
}

active proctype deliver() {
  do
  :: d_step { wake -> wake = false; transmit() }
  :: d_step { timer -> timer = false;
      if
      :: retries < RETRIES -> retries++; transmit()
      :: else -> sender = patient
      fi }
  :: d_step { nempty(data) -> data ? b;
      if
      :: b == expecting -> expecting = 1 - expecting; received++
      :: else
      fi;
      ack ! b; b = 0 }
  :: d_step { nempty(ack) -> ack ? b;
      if
      :: sender != done && b == sending -> next()
      :: else
      fi;
      b = 0 }
  :: d_step { nempty(data) && losses > 0 -> data ? b; b = 0; losses-- }
  :: d_step { nempty(ack) && losses > 0 -> ack ? b; b = 0; losses-- }
  od
}
