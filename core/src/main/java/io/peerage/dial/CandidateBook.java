/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.admission.DialOutcomes;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.CandidateKind;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import io.peerage.timer.DeadlineTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the owner knows of peers that may be dialed: where, of which kind, whether now or when.
 *
 * <p>A peer with an address is in exactly one of three places: among the candidates if it may be dialed now; with a timer
 * if it backs off, or was dialed a short while ago; in neither while it is connected, being dialed, banned or this node
 * itself. Whatever moves it marks it for the owner, who then calls {@link #update}.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) a peer, no allocation; 34 bytes a peer. <b>Origin</b>: features
 * C4, D2, D7; architecture, "the wheel is only an index over these words".
 */
@OwnerThread
public final class CandidateBook {
    private static final int ADDRESS = 1;
    private static final int TRIED = 2;
    private static final int ANCHOR = 4;
    private static final int SEED = 8;
    private static final int COUNTED = 16;
    private static final int LISTED = 32;
    private static final int HELD = 64;
    private static final int UNLISTED = 128;
    private static final int BY_BOOK = 1;
    private static final int BY_OFFER = 2;
    private static final int MOST_LISTED = 4_096;

    private final DialOutcomes dials;
    private final Discouraged discouraged;
    private final CandidateSet candidates;
    private final NetgroupCounts netgroups;
    private final int mostCounted;
    private final DeadlineTree timers;
    private final long[] ips;
    private final byte[] marks;
    // Who told of the peer's address, if there is an address book.
    private final byte[] told;
    private final int[] persistent;
    private int listed;
    private int counted;
    private int known;

    CandidateBook(
            int peers,
            DialOutcomes dials,
            Discouraged discouraged,
            NetgroupCounts netgroups,
            int mostCounted,
            boolean fed,
            long now) {
        this.dials = dials;
        this.discouraged = discouraged;
        this.candidates = new CandidateSet(peers);
        this.netgroups = netgroups;
        this.mostCounted = mostCounted;
        this.timers = new DeadlineTree(peers, now);
        this.ips = new long[2 * peers];
        this.marks = new byte[peers];
        this.told = new byte[fed ? peers : 0];
        this.persistent = new int[Math.min(peers, MOST_LISTED)];
    }

    /** The bytes of memory that the book takes. */
    long bytes() {
        return candidates.bytes()
                + timers.bytes()
                + 8L * ips.length
                + marks.length
                + 4L * persistent.length;
    }

    CandidateSet candidates() {
        return candidates;
    }

    NetgroupCounts netgroups() {
        return netgroups;
    }

    DeadlineTree timers() {
        return timers;
    }

    /** How many peers have an address. */
    int known() {
        return known;
    }

    /** How many persistent peers are told apart from the target; more than {@value #MOST_LISTED} are not. */
    int persistentSize() {
        return listed;
    }

    /** Whether the peer is one of them. */
    boolean isListed(int peer) {
        return (marks[peer] & LISTED) != 0;
    }

    int persistentAt(int position) {
        return persistent[position];
    }

    long ipHi(int peer) {
        return ips[2 * peer];
    }

    long ipLo(int peer) {
        return ips[2 * peer + 1];
    }

    long netgroup(int peer) {
        return AddressPrefix.netgroup(ipHi(peer), ipLo(peer));
    }

    boolean hasAddress(int peer) {
        return (marks[peer] & ADDRESS) != 0;
    }

    /** The bytes of memory that it takes to be fed by an address book. */
    long fedBytes() {
        return told.length;
    }

    /** Whether the address book has told of the peer's address. */
    boolean isFed(int peer) {
        return told.length > 0 && (told[peer] & BY_BOOK) != 0;
    }

    /** Whether the application has told of the peer's address. */
    boolean isOffered(int peer) {
        return told.length > 0 && (told[peer] & BY_OFFER) != 0;
    }

    /** The address book says where the peer can be reached; while it is counted for its netgroup, it is so where it was dialed. */
    void known(int peer, long hi, long lo, boolean tried) {
        told[peer] |= BY_BOOK;
        if (!hasAddress(peer)) {
            known++;
        }
        marks[peer] = (byte) (marks[peer] & ~TRIED | ADDRESS | (tried ? TRIED : 0));
        if ((marks[peer] & COUNTED) == 0) {
            ips[2 * peer] = hi;
            ips[2 * peer + 1] = lo;
        }
    }

    /** The address book knows no address of the peer any more; whether it has one that the application told. */
    boolean lost(int peer) {
        told[peer] &= ~BY_BOOK;
        if (isOffered(peer)) {
            return true;
        }
        if (hasAddress(peer)) {
            known--;
            candidates.remove(peer);
            if (!isHeld(peer)) {
                timers.cancel(peer);
            }
            marks[peer] &= ~(ADDRESS | TRIED);
            if ((marks[peer] & COUNTED) == 0) {
                Arrays.fill(ips, 2 * peer, 2 * peer + 2, 0);
            }
        }
        return false;
    }

    /** The peer can be reached at this address, which replaces the one before. */
    void heard(int peer, long hi, long lo, CandidateKind kind) {
        if (told.length > 0) {
            told[peer] |= BY_OFFER;
        }
        uncount(peer);
        if (!hasAddress(peer)) {
            known++;
        }
        ips[2 * peer] = hi;
        ips[2 * peer + 1] = lo;
        int mark =
                switch (kind) {
                    case ANCHOR -> ANCHOR;
                    case TRIED -> TRIED;
                    case SEED -> SEED;
                    default -> 0;
                };
        marks[peer] |= (byte) (ADDRESS | mark);
    }

    /** An anchor is preferred for one dial only: what it leads to says more. */
    void anchorUsed(int peer) {
        marks[peer] &= ~ANCHOR;
    }

    /**
     * The peer is being dialed, and is no candidate again before this time, unless the dial fails, whose back-off says more: a
     * peer that hangs up at once, and a dialer that gives up at once, don't make this a tight loop.
     */
    void hold(int peer, long until) {
        marks[peer] |= HELD;
        timers.schedule(peer, until);
    }

    /** The peer's timer has been handed out; whether it became a candidate. */
    boolean expired(int peer, long word, long now) {
        marks[peer] &= ~HELD;
        return update(peer, word, now);
    }

    /** Puts a peer where its state word says that it belongs; whether it became a candidate. */
    boolean update(int peer, long word, long now) {
        boolean persistent = PeerWord.has(word, PeerFlag.PERSISTENT);
        if (marks[peer] == 0 && !persistent) {
            // Most who come by themselves have no address that anybody told: nothing else is
            // touched.
            return false;
        }
        list(peer, persistent);
        if (PeerWord.outbound(word) > 0 && !isFed(peer)) {
            marks[peer] |= TRIED;
        }
        if (PeerWord.outbound(word) > 0 || PeerWord.isDialing(word)) {
            count(peer);
        } else {
            uncount(peer);
        }
        if (!isWanted(peer, word)) {
            candidates.remove(peer);
            if (!isHeld(peer)) {
                timers.cancel(peer);
            }
            return false;
        }
        if (dials.refusal(peer, word, now) < 0) {
            candidates.remove(peer);
            marks[peer] &= ~HELD;
            timers.schedule(peer, dials.table().nextAllowed(peer, now));
            return false;
        }
        if (isHeld(peer)) {
            candidates.remove(peer);
            return false;
        }
        timers.cancel(peer);
        return candidates.add(peer, kind(peer, word));
    }

    private boolean isWanted(int peer, long word) {
        boolean reachable = hasAddress(peer) || PeerWord.has(word, PeerFlag.PERSISTENT);
        return reachable
                && PeerWord.isKnown(word)
                && !PeerWord.isSelf(word)
                && !PeerWord.isConnected(word)
                && !PeerWord.isDialing(word)
                && !PeerWord.has(word, PeerFlag.BANNED)
                && !discouraged.contains(peer);
    }

    private boolean isHeld(int peer) {
        return (marks[peer] & HELD) != 0;
    }

    private CandidateKind kind(int peer, long word) {
        if (PeerWord.has(word, PeerFlag.PERSISTENT)) {
            return CandidateKind.PERSISTENT;
        }
        int mark = marks[peer];
        if ((mark & ANCHOR) != 0) {
            return CandidateKind.ANCHOR;
        }
        if ((mark & SEED) != 0) {
            return CandidateKind.SEED;
        }
        return (mark & TRIED) != 0 ? CandidateKind.TRIED : CandidateKind.NEW;
    }

    // What lags behind can be more than there are connections; a peer that isn't counted is only
    // less
    // of a reason to look elsewhere.
    private void count(int peer) {
        if ((marks[peer] & COUNTED) == 0 && counted < mostCounted) {
            marks[peer] |= COUNTED;
            counted++;
            netgroups.add(netgroup(peer));
        }
    }

    private void uncount(int peer) {
        if ((marks[peer] & COUNTED) != 0) {
            marks[peer] &= ~COUNTED;
            counted--;
            netgroups.remove(netgroup(peer));
        }
    }

    private void list(int peer, boolean wanted) {
        if (wanted && !isListed(peer)) {
            boolean room = listed < persistent.length;
            marks[peer] |= (byte) (room ? LISTED : UNLISTED);
            if (room) {
                marks[peer] &= (byte) ~UNLISTED;
                persistent[listed++] = peer;
            }
        } else if (!wanted) {
            unlist(peer);
        }
    }

    private void unlist(int peer) {
        marks[peer] &= (byte) ~UNLISTED;
        if (isListed(peer)) {
            marks[peer] &= ~LISTED;
            int at = 0;
            while (persistent[at] != peer) {
                at++;
            }
            persistent[at] = persistent[--listed];
        }
    }

    /** What is wrong with the place of a peer whose every change the owner has seen; null if nothing is. */
    @Nullable String complaint(int peer, long word, long now) {
        boolean candidate = candidates.contains(peer);
        boolean timed = timers.isScheduled(peer);
        boolean persistent = PeerWord.has(word, PeerFlag.PERSISTENT);
        if (persistent != ((marks[peer] & (LISTED | UNLISTED)) != 0)) {
            return "is persistent is " + persistent + ", and the dial loop doesn't say so";
        }
        if ((marks[peer] & COUNTED) != 0
                && PeerWord.outbound(word) == 0
                && !PeerWord.isDialing(word)) {
            return "counts for its netgroup without connection or dial";
        }
        if (PeerWord.isDialing(word)) {
            // Whoever dials by hand tells nobody: the planner passes over such a candidate.
            return null;
        }
        if (!isWanted(peer, word)) {
            return candidate || timed && !isHeld(peer) ? "is to be dialed, and must not be" : null;
        }
        if (candidate == timed) {
            return candidate ? "is to be dialed now and later" : "is never to be dialed";
        }
        if (dials.refusal(peer, word, now) < 0) {
            return timed && timers.deadline(peer) == dials.table().nextAllowed(peer, now)
                    ? null
                    : "backs off, and is not to be dialed when that is over";
        }
        if (candidate) {
            return candidates.kindOf(peer) == kind(peer, word) ? null : "is of another kind";
        }
        return isHeld(peer) || Deadlines.isDue(timers.deadline(peer), now)
                ? null
                : "may be dialed, and is not to be yet";
    }

    /** The peer's index goes to another. */
    void forget(int peer) {
        if (told.length > 0) {
            told[peer] = 0;
        }
        if (marks[peer] == 0) {
            return;
        }
        uncount(peer);
        list(peer, false);
        candidates.remove(peer);
        timers.cancel(peer);
        if (hasAddress(peer)) {
            known--;
        }
        marks[peer] = 0;
        Arrays.fill(ips, 2 * peer, 2 * peer + 2, 0);
    }
}
