/* Push, verdict, feed, crash and restore, as docs/protocol.md has them, small enough to be searched whole: scripts/model.
 * In every state the assertions hold; in every fair run everything arrives.
 *
 * One tablet saves BUNDLES bundles; somebody else's bundles arrive in between. The line between tablet and server is cut, and
 * either side loses what it held in memory, FAULTS times in all, at any moment. What stands on disk is the capital letters.
 * The server is backed up at any moment, BACKUPS times, and put back to its last backup RESTORES times; a tablet lets a text
 * go only when it knows that the backup has it.
 *
 * A page is read in one step and answered in a later one, with commits and verdicts in between. Verdicts and checkpoints are
 * not waited for on the tablet's disk: a power cut takes back all of them since the last save or page, or none. OWED_IS_GIVEN
 * is a mistake that the search must find: news that came behind the page that was read counts as sent with it.
 */
#define BUNDLES 2
#ifndef OTHERS
#define OTHERS 1
#endif
#ifndef FAULTS
#define FAULTS 2
#endif
#define BACKUPS 1
#define RESTORES 1

mtype = { push, verdict, page };
chan up = [2] of { mtype, byte };         /* push: number */
chan down = [2] of { mtype, byte, byte }; /* verdict: number, its seq; page: seq up to which it brings the state, last own bundle in it */

/* The tablet's store. */
byte SAVED, ANSWERED, GONE, CURSOR, CONFIRMED;
byte DROPPED;                             /* of so many bundles the text is gone */
byte KNOWN_EPOCH;
byte VERDICT[BUNDLES + 1];
/* Verdicts and checkpoints are committed without waiting for the disk: what they were when it was waited for last. */
byte FIRM_ANSWERED, FIRM_GONE, FIRM_DROPPED;
/* The server's archive. */
byte HEAD, ACCEPTED;
byte SEQ[BUNDLES + 1], APPLIED[BUNDLES + 1];
byte EPOCH;
byte KEPT_HEAD, KEPT_ACCEPTED;            /* the backup */

byte sent, fed, kept;  /* of this connection, forgotten with it; kept: what the welcome told of the backup */
bool reading;          /* a page was read and is not answered yet: bundles are accepted, and answered, in between */
byte read_head, read_own;
byte faults = FAULTS, others = OTHERS, backups = BACKUPS, restores = RESTORES;

/* Bundle n as the person sees it: in the server's state that the tablet has, or laid over it; never both, never neither. */
#define in_confirmed(n) (n <= CONFIRMED)
#define laid_over(n) (n > CONFIRMED && n <= SAVED)

#define all_delivered (SAVED == BUNDLES && ACCEPTED == BUNDLES && GONE == BUNDLES && CONFIRMED == BUNDLES)
ltl delivered { <> all_delivered }

/* The welcome of a restored server: what it lacks waits again, and the feed begins anew. */
inline enter_epoch() {
  KNOWN_EPOCH = EPOCH;
  if
  :: ANSWERED > ACCEPTED -> ANSWERED = ACCEPTED
  :: else -> skip
  fi;
  if
  :: GONE > ACCEPTED -> GONE = ACCEPTED
  :: else -> skip
  fi;
  if
  :: CONFIRMED > ACCEPTED -> CONFIRMED = ACCEPTED
  :: else -> skip
  fi;
  if
  :: CURSOR > KEPT_HEAD -> CURSOR = 0
  :: else -> skip
  fi;
  waits_for_disk()
}

/* A save and a page wait for the disk, and with them all that was committed before. */
inline waits_for_disk() {
  FIRM_ANSWERED = ANSWERED; FIRM_GONE = GONE; FIRM_DROPPED = DROPPED
}

inline power_cut() {
  ANSWERED = FIRM_ANSWERED; GONE = FIRM_GONE; DROPPED = FIRM_DROPPED
}

inline hang_up() {
  d_step {
    do
    :: len(up) > 0 -> up ? _, _
    :: len(down) > 0 -> down ? _, _, _
    :: len(up) == 0 && len(down) == 0 -> break
    od;
    if
    :: KNOWN_EPOCH != EPOCH -> enter_epoch()
    :: else -> skip
    fi;
    sent = ANSWERED;
    fed = CURSOR;
    reading = false;
    read_head = 0;
    read_own = 0;
    kept = KEPT_ACCEPTED
  }
}

active proctype tablet() {
  byte n, seq, own;
end:
  do
  :: atomic { SAVED < BUNDLES -> SAVED++; waits_for_disk() }      /* record and outbox row: one transaction */
  :: atomic { sent < SAVED && nfull(up) ->
       sent++;
       assert(sent > DROPPED);                                    /* whatever has to be sent is still here */
       up ! push(sent) }
  :: atomic { DROPPED < GONE && DROPPED < kept -> DROPPED++ }
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
          assert(own <= SAVED);
          waits_for_disk()
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
  :: atomic { !reading && fed < HEAD -> reading = true; read_head = HEAD; read_own = ACCEPTED }
  :: atomic { reading && nfull(down) ->
       down ! page(read_head, read_own);
#ifdef OWED_IS_GIVEN                                              /* a mistake: what came since the page was read is owed */
       fed = HEAD;
#else
       fed = read_head;
#endif
       reading = false; read_head = 0; read_own = 0 }
  od
}

/* Behind a restore the head goes on where the backup's stood, and the epoch tells that it is another. */
active proctype office() {
  byte n;
  do
  :: atomic { backups > 0 -> backups--; KEPT_HEAD = HEAD; KEPT_ACCEPTED = ACCEPTED }
  :: backups > 0 -> backups--
  :: atomic { restores > 0 ->
       restores--;
       d_step {
         EPOCH++;
         HEAD = KEPT_HEAD;
         ACCEPTED = KEPT_ACCEPTED;
         n = ACCEPTED + 1;
         do
         :: n <= BUNDLES -> APPLIED[n] = 0; n++
         :: else -> break
         od
       };
       hang_up() }
  :: restores > 0 -> restores--
  :: backups == 0 && restores == 0 -> break
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
  :: atomic { faults > 0 && ANSWERED != FIRM_ANSWERED -> faults--; power_cut(); hang_up() }
  :: atomic { faults > 0 && GONE != FIRM_GONE -> faults--; power_cut(); hang_up() }
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
