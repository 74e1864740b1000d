/* Push, verdict, feed and crash, as docs/protocol.md has them, small enough to be searched whole.
 *
 *   spin -a line.pml && cc -O2 -DCOLLAPSE -o pan pan.c && ./pan -m200000            every state: the assertions
 *   ./pan -m200000 -a -f -N delivered                                               every fair run: everything arrives
 *
 * One tablet saves BUNDLES bundles; somebody else's bundles arrive in between. The line between tablet and server is cut, and
 * either side loses what it held in memory, FAULTS times in all, at any moment. What stands on disk is the capital letters.
 */
#define BUNDLES 2
#define OTHERS 1
#define FAULTS 3

mtype = { push, verdict, page };
chan up = [2] of { mtype, byte };         /* push: number */
chan down = [2] of { mtype, byte, byte }; /* verdict: number, its seq; page: seq up to which it brings the state, last own bundle in it */

/* The tablet's store. */
byte SAVED, ANSWERED, GONE, CURSOR, CONFIRMED;
byte VERDICT[BUNDLES + 1];
/* The server's archive. */
byte HEAD, ACCEPTED;
byte SEQ[BUNDLES + 1], APPLIED[BUNDLES + 1];

byte sent, fed;        /* of this connection, forgotten with it */
byte faults = FAULTS, others = OTHERS;

/* Bundle n as the person sees it: in the server's state that the tablet has, or laid over it; never both, never neither. */
#define in_confirmed(n) (n <= CONFIRMED)
#define laid_over(n) (n > CONFIRMED && n <= SAVED)

#define all_delivered (SAVED == BUNDLES && ACCEPTED == BUNDLES && GONE == BUNDLES && CONFIRMED == BUNDLES)
ltl delivered { <> all_delivered }

inline hang_up() {
  d_step {
    do
    :: len(up) > 0 -> up ? _, _
    :: len(down) > 0 -> down ? _, _, _
    :: len(up) == 0 && len(down) == 0 -> break
    od;
    sent = ANSWERED;
    fed = CURSOR
  }
}

active proctype tablet() {
  byte n, seq, own;
end:
  do
  :: atomic { SAVED < BUNDLES -> SAVED++ }                        /* record and outbox row: one transaction */
  :: atomic { sent < SAVED && nfull(up) -> sent++; up ! push(sent) }
  :: atomic { down ? verdict(n, seq) ->
       if
       :: n == ANSWERED + 1 -> ANSWERED = n; VERDICT[n] = seq
       :: else -> skip                                            /* repeated */
       fi }
  :: atomic { down ? page(seq, own) ->
       if
       :: seq >= CURSOR -> CURSOR = seq;
          /* Its own edits up to this page's last own bundle leave the rebase in the transaction that brings the state. */
          CONFIRMED = own;
          assert(own <= SAVED)
       :: else -> skip
       fi }
  :: atomic { GONE < ANSWERED && VERDICT[GONE + 1] <= CURSOR ->
       GONE++;
       assert(in_confirmed(GONE))                                 /* what left the outbox is seen in the feed */ }
  od
}

active proctype server() {
  byte n;
end:
  do
  :: atomic { len(up) > 0 && nfull(down) -> up ? push(n) ->
       if
       :: n == ACCEPTED + 1 ->                                    /* journal, records, verdict: one commit */
          HEAD++; ACCEPTED = n; SEQ[n] = HEAD; APPLIED[n]++;
          assert(APPLIED[n] == 1)
       :: n <= ACCEPTED -> skip                                   /* answers what it answered */
       :: else -> assert(false)                                   /* a gap: the tablet began where the server was not */
       fi;
       down ! verdict(n, SEQ[n]) }
  :: atomic { fed < HEAD && nfull(down) -> fed = HEAD; down ! page(HEAD, ACCEPTED) }
  od
}

active proctype colleague() {
  do
  :: atomic { others > 0 -> others--; HEAD++ }
  :: others == 0 -> break
  od
}

/* A cut line, a tablet or a server that dies: what was in memory is gone on both sides, and they connect again. */
active proctype fate() {
  do
  :: atomic { faults > 0 -> faults--; hang_up() }
  :: faults > 0 -> faults--                                       /* it does not strike */
  :: faults == 0 -> break
  od
}

/* At every moment: nothing that was saved is out of sight, and nothing counts twice. */
active proctype eye() {
  byte n;
  atomic {
    n = 1;
    do
    :: n <= SAVED -> assert(in_confirmed(n) != laid_over(n)); n++
    :: else -> break
    od
  }
}
