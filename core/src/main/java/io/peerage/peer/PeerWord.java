/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.PureFunction;
import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;

/**
 * A peer's state in one {@code long}, and every transition of it.
 *
 * <pre>
 *   bit   0  inbound connections 6      12  dial epoch 4     16  dialing      20  reported
 *         6  outbound connections 6                          17  live         21  banned
 *                                                            18  retired      22  protected
 *                                                            19  dirty        23  persistent
 *        24  trusted    25  backed off     26  self          27  edge
 *        28  rises since the last drain 8      36  generation 27      63  always 0
 * </pre>
 *
 * <p>A transition returns the next word, which is never negative, or the negative code of the {@link Result} that refuses
 * it. "Rises" are 0→1 transitions of the number of connections since the owner last drained the peer; they saturate at
 * 255. The dial epoch tells a dial from the next one to the same peer. "Backed off" says that a back-off may be
 * noted for the peer, over or not; "self" that its id is one of this node's own. "Edge" is never stored: it marks, in what {@link
 * PeerStates} returns, that the transition made the peer connected or ended that. A transition marks the peer dirty when
 * the owner has to look at it: the peer became connected or ceased to be, has another number of outbound connections, may
 * be dialed again, was flagged or given up.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Origin</b>: features
 * A1 to A6, C1; architecture, contracts 4 and 5.
 */
@PureFunction
public final class PeerWord {
    /** The most connections of a peer in each direction, and in both together. */
    public static final int MOST_CONNECTIONS = 63;

    /** The most rises that are counted between two drains. */
    public static final int MOST_RISES = 255;

    /** The number of dial epochs. */
    public static final int EPOCHS = 16;

    static final int GENERATIONS = 1 << 27;

    private static final long INBOUND_ONE = 1L;
    private static final long OUTBOUND_ONE = 1L << 6;
    private static final int CONNECTIONS = 0xfff;
    private static final int EPOCH_SHIFT = 12;
    private static final long DIALING = 1L << 16;
    private static final long LIVE = 1L << 17;
    private static final long RETIRED = 1L << 18;
    private static final long DIRTY = 1L << 19;
    private static final long REPORTED = 1L << 20;
    private static final long BANNED = 1L << 21;
    private static final long PROTECTED = 1L << 22;
    private static final long PERSISTENT = 1L << 23;
    private static final long TRUSTED = 1L << 24;
    private static final long BACKED_OFF = 1L << 25;
    private static final long SELF = 1L << 26;
    private static final long EDGE = 1L << 27;
    private static final int RISES_SHIFT = 28;
    private static final long RISES = (long) MOST_RISES << RISES_SHIFT;
    private static final int GENERATION_SHIFT = 36;

    private PeerWord() {}

    /** The word of a free slot in this generation. */
    public static long free(int generation) {
        return (long) (generation & GENERATIONS - 1) << GENERATION_SHIFT;
    }

    /** The free slot's word becomes a peer that is known and nothing more. */
    public static long live(long word) {
        return word | LIVE;
    }

    /** The slot becomes free, its handles stale. */
    public static long recycle(long word) {
        return free(generation(word) + 1);
    }

    /** The number of tenants that the slot has had, modulo 2^27. */
    public static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /** Whether a peer lives in the slot. */
    public static boolean isLive(long word) {
        return (word & LIVE) != 0;
    }

    /** Whether the peer was released and awaits recycling. */
    public static boolean isRetired(long word) {
        return (word & RETIRED) != 0;
    }

    /** Whether a peer lives in the slot and has not been released. */
    public static boolean isKnown(long word) {
        return (word & (LIVE | RETIRED)) == LIVE;
    }

    /** Whether the word is that of the peer a handle of this generation names. */
    public static boolean isKnownAs(long word, int generation) {
        return isKnown(word) && generation(word) == generation;
    }

    /** The number of inbound connections. */
    public static int inbound(long word) {
        return (int) word & 63;
    }

    /** The number of outbound connections. */
    public static int outbound(long word) {
        return (int) (word >>> 6) & 63;
    }

    /** The number of connections. */
    public static int connections(long word) {
        return inbound(word) + outbound(word);
    }

    /** Whether there is at least one connection. */
    public static boolean isConnected(long word) {
        return ((int) word & CONNECTIONS) != 0;
    }

    /** Whether a word was found and there is at least one connection; false for a refusal. */
    public static boolean isFoundConnected(long wordOrRefusal) {
        // No branch: who is connected is a coin toss, and a wrong guess is noticed only when the
        // memory has answered.
        return isConnected(wordOrRefusal & ~(wordOrRefusal >> 63));
    }

    /** Whether a dial is in flight. */
    public static boolean isDialing(long word) {
        return (word & DIALING) != 0;
    }

    /** The word after a transition, marked if the peer became connected or ceased to be. */
    static long marked(long before, long after) {
        return isConnected(before) != isConnected(after) ? after | EDGE : after;
    }

    /** Whether the transition that returned this word made the peer connected or ended that. */
    public static boolean isEdge(long word) {
        return (word & EDGE) != 0;
    }

    /** The epoch of the dial in flight, or of the last one. */
    public static int epoch(long word) {
        return (int) (word >>> EPOCH_SHIFT) & EPOCHS - 1;
    }

    /** Whether the peer awaits a drain by the owner. */
    public static boolean isDirty(long word) {
        return (word & DIRTY) != 0;
    }

    /** Whether the listener was last told that the peer is connected. */
    public static boolean isReported(long word) {
        return (word & REPORTED) != 0;
    }

    /** Whether the peer's last connection closed since the last drain. */
    public static boolean hasFallen(long word) {
        return (word & CONNECTIONS) == 0 && (word & (REPORTED | RISES)) != 0;
    }

    /** Rises since the last drain, at most 255. */
    public static int rises(long word) {
        return (int) (word >>> RISES_SHIFT) & MOST_RISES;
    }

    /** Whether a flag is set. */
    public static boolean has(long word, PeerFlag flag) {
        return (word & bit(flag)) != 0;
    }

    /** The word with a flag set or cleared. */
    public static long with(long word, PeerFlag flag, boolean on) {
        long next = on ? word | bit(flag) : word & ~bit(flag);
        return next == word ? word : next | DIRTY;
    }

    /** The owner is to look at the peer. */
    public static long touched(long word) {
        return word | DIRTY;
    }

    /** Whether a back-off is noted for the peer, over or not. */
    public static boolean isBackedOff(long word) {
        return (word & BACKED_OFF) != 0;
    }

    /** Notes, or no longer, that there is a back-off for the peer. */
    public static long noteBackOff(long word, boolean noted) {
        return noted ? word | BACKED_OFF : word & ~BACKED_OFF;
    }

    /** The back-off that was noted for the peer is forgotten. */
    public static long forgive(long word) {
        return isBackedOff(word) ? word & ~BACKED_OFF | DIRTY : word;
    }

    /** Whether the peer is this node itself. */
    public static boolean isSelf(long word) {
        return (word & SELF) != 0;
    }

    /** The peer turned out to be this node itself. */
    public static long self(long word) {
        return word | SELF | DIRTY;
    }

    /** Where the peer stands, given what its back-off says at the time. */
    public static Connectedness connectedness(long word, boolean backingOff, boolean unreachable) {
        if (!isKnown(word)) {
            return Connectedness.UNKNOWN;
        }
        if ((word & BANNED) != 0) {
            return Connectedness.BANNED;
        }
        if (isConnected(word)) {
            return Connectedness.CONNECTED;
        }
        if (isDialing(word)) {
            return Connectedness.DIALING;
        }
        if (unreachable) {
            return Connectedness.UNREACHABLE;
        }
        return backingOff ? Connectedness.BACKING_OFF : Connectedness.CANDIDATE;
    }

    /** A dial starts: it takes one of the peer's places. */
    public static long beginDial(long word, int mostConnections) {
        if (isSelf(word)) {
            return Result.SELF.code();
        }
        if ((word & BANNED) != 0) {
            return Result.BANNED.code();
        }
        if (isDialing(word)) {
            return Result.ALREADY_DIALING.code();
        }
        if (connections(word) >= mostConnections) {
            return Result.PEER_LIMIT.code();
        }
        long nextEpoch = (long) (epoch(word) + 1 & EPOCHS - 1) << EPOCH_SHIFT;
        return word & ~((EPOCHS - 1L) << EPOCH_SHIFT) | nextEpoch | DIALING;
    }

    /** What a back-off has against a dial to the peer: 0, or the code of a refusal. A connected peer is evidently there. */
    public static int refusalOfBackOff(long word, boolean backingOff, boolean unreachable) {
        if (isConnected(word)) {
            return 0;
        }
        if (unreachable) {
            return Result.UNREACHABLE.code();
        }
        return backingOff ? Result.BACKING_OFF.code() : 0;
    }

    /** The dial of this epoch gives its place back, if it still has it. */
    public static long endDial(long word, int epoch) {
        return holdsPlace(word, epoch) ? word & ~DIALING | DIRTY : Result.SUPERSEDED.code();
    }

    /** The dial of this epoch has failed, for which a back-off is noted, and gives its place back, if it still has it. */
    public static long failDial(long word, int epoch) {
        return holdsPlace(word, epoch)
                ? word & ~DIALING | BACKED_OFF | DIRTY
                : Result.SUPERSEDED.code();
    }

    /** The dial of this epoch becomes an outbound connection. */
    public static long establishDial(long word, int epoch) {
        if (!holdsPlace(word, epoch)) {
            return Result.SUPERSEDED.code();
        }
        return (word & BANNED) != 0
                ? Result.BANNED.code()
                : opened((word & ~DIALING) + OUTBOUND_ONE | DIRTY, word);
    }

    /** An inbound connection takes one of the peer's places. */
    public static long openInbound(long word, int mostConnections) {
        if (isSelf(word)) {
            return Result.SELF.code();
        }
        if ((word & BANNED) != 0) {
            return Result.BANNED.code();
        }
        if (connections(word) + (isDialing(word) ? 1 : 0) >= mostConnections) {
            return Result.PEER_LIMIT.code();
        }
        return opened(word + INBOUND_ONE, word);
    }

    /** An inbound connection takes over the place of an outbound one, or of the dial of this epoch if it still has it. */
    public static long supersedeOutbound(long word, int epoch) {
        if (holdsPlace(word, epoch)) {
            return opened((word & ~DIALING) + INBOUND_ONE | DIRTY, word);
        }
        return opened(word - OUTBOUND_ONE + INBOUND_ONE | DIRTY, word);
    }

    /** An inbound connection closes. */
    public static long closeInbound(long word) {
        return closed(word - INBOUND_ONE);
    }

    /** An outbound connection closes. */
    public static long closeOutbound(long word) {
        return closed(word - OUTBOUND_ONE | DIRTY);
    }

    /** The peer is given up, to be recycled by the owner. */
    public static long retire(long word) {
        if ((word & (CONNECTIONS | DIALING | PERSISTENT | PROTECTED | BANNED | SELF)) != 0) {
            return Result.PEER_IN_USE.code();
        }
        return word | RETIRED | DIRTY;
    }

    /** A peer that was given up, and not yet recycled, is wanted again. */
    public static long revive(long word) {
        return word & ~RETIRED;
    }

    /** The listener has been, or is being, told what the word says. */
    public static long drain(long word) {
        return word & ~(DIRTY | REPORTED | RISES) | (isConnected(word) ? REPORTED : 0);
    }

    private static boolean holdsPlace(long word, int epoch) {
        return isDialing(word) && epoch(word) == epoch;
    }

    private static long opened(long next, long before) {
        if (isConnected(before)) {
            return next;
        }
        return rises(next) < MOST_RISES ? (next | DIRTY) + (1L << RISES_SHIFT) : next | DIRTY;
    }

    private static long closed(long next) {
        return isConnected(next) ? next : next | DIRTY;
    }

    private static long bit(PeerFlag flag) {
        return switch (flag) {
            case PROTECTED -> PROTECTED;
            case PERSISTENT -> PERSISTENT;
            case TRUSTED -> TRUSTED;
            case BANNED -> BANNED;
        };
    }
}
