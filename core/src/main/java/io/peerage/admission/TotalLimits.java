/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.StripedPermits;
import io.peerage.config.Limits;
import io.peerage.config.Trust;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Explanation;
import io.peerage.model.LimitKind;
import io.peerage.model.Result;

/**
 * The node's own limits: total, inbound, outbound, handshakes and dials under way, and the places set aside for trusted
 * connections.
 *
 * <p>What a connection holds is a set of {@link ConnectionWord}'s "holds" bits; whoever ends the connection gives back
 * exactly that set.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: one CAS a call as a rule. <b>Refusals</b>:
 * the code of the {@link Result} that names the limit. When the limits of both directions together don't exceed the
 * total, and nothing is let past them alone, they imply it and it is not counted. <b>Origin</b>: features B1 to B3, B8.
 */
@AnyThread
public final class TotalLimits {
    // Of each pair, the direction's permits come first and the pending ones second; total first,
    // trusted second.
    private final StripedPermits inbound;
    private final StripedPermits outbound;
    private final StripedPermits shared;
    private final boolean totalImplied;
    private final Limits limits;
    private final long bypassed;

    /** Limits of which nothing is taken. */
    public TotalLimits(Limits limits, Trust trust, int stripes) {
        this.limits = limits;
        this.inbound = new StripedPermits(limits.inbound(), limits.pendingInbound(), stripes);
        this.outbound = new StripedPermits(limits.outbound(), limits.pendingOutbound(), stripes);
        this.shared = new StripedPermits(limits.connections(), limits.trusted(), stripes);
        // Trusted connections that are let past the shares, but not past the total, imply nothing.
        this.totalImplied =
                limits.inbound() + limits.outbound() <= limits.connections()
                        && (trust.bypasses(LimitKind.TOTAL)
                                || !trust.bypasses(LimitKind.DIRECTION));
        this.bypassed =
                (trust.bypasses(LimitKind.TOTAL) ? ConnectionWord.HOLDS_TOTAL : 0)
                        | (trust.bypasses(LimitKind.DIRECTION) ? ConnectionWord.HOLDS_DIRECTION : 0)
                        | (trust.bypasses(LimitKind.PENDING) ? ConnectionWord.HOLDS_PENDING : 0);
    }

    /** Reserves a place for a ticket: the set of what it holds, or the code of a refusal. */
    public long reserve(boolean inward, boolean trusted) {
        long wanted =
                ConnectionWord.HOLDS_DIRECTION
                        | ConnectionWord.HOLDS_PENDING
                        | (totalImplied ? 0 : ConnectionWord.HOLDS_TOTAL);
        // Trusted connections beyond the places set aside for them are held to the ordinary limits.
        if (trusted && shared.acquire(StripedPermits.SECOND) == 0) {
            wanted = wanted & ~bypassed | ConnectionWord.HOLDS_TRUSTED;
        }
        if (ConnectionWord.has(wanted, ConnectionWord.HOLDS_TOTAL)
                && shared.acquire(StripedPermits.FIRST) != 0) {
            release(inward, wanted & ConnectionWord.HOLDS_TRUSTED);
            return Result.TOTAL_LIMIT.code();
        }
        int missing = permits(inward).acquire(ofDirection(wanted));
        if (missing == 0) {
            return wanted;
        }
        release(inward, wanted & (ConnectionWord.HOLDS_TRUSTED | ConnectionWord.HOLDS_TOTAL));
        return refusalOf(inward, missing).code();
    }

    private static Result refusalOf(boolean inward, int missing) {
        if ((missing & StripedPermits.FIRST) != 0) {
            return inward ? Result.INBOUND_LIMIT : Result.OUTBOUND_LIMIT;
        }
        return inward ? Result.PENDING_INBOUND_LIMIT : Result.PENDING_OUTBOUND_LIMIT;
    }

    /** The handshake or dial is over: gives back its pending place; what is still held. */
    public long confirm(boolean inward, long held) {
        release(inward, held & ConnectionWord.HOLDS_PENDING);
        return held & ~ConnectionWord.HOLDS_PENDING;
    }

    /** Moves a connection whose peer proved trusted to a trusted place, if one is left; what is held then. */
    public long convert(boolean inward, long held) {
        if (ConnectionWord.has(held, ConnectionWord.HOLDS_TRUSTED)
                || shared.acquire(StripedPermits.SECOND) != 0) {
            return held;
        }
        release(inward, held & bypassed);
        return held & ~bypassed | ConnectionWord.HOLDS_TRUSTED;
    }

    /** Gives back all that is held. */
    public void release(boolean inward, long held) {
        permits(inward).release(ofDirection(held));
        shared.release(
                (ConnectionWord.has(held, ConnectionWord.HOLDS_TOTAL) ? StripedPermits.FIRST : 0)
                        | (ConnectionWord.has(held, ConnectionWord.HOLDS_TRUSTED)
                                ? StripedPermits.SECOND
                                : 0));
    }

    /** What an ordinary connection holds: not trusted, and let past no limit. */
    long ordinary() {
        return ConnectionWord.HOLDS_DIRECTION | (totalImplied ? 0 : ConnectionWord.HOLDS_TOTAL);
    }

    /** Gives back what this many ordinary connections hold. */
    void releaseOrdinary(int inward, int outward) {
        inbound.releaseFirst(inward);
        outbound.releaseFirst(outward);
        shared.releaseFirst(totalImplied ? 0 : inward + outward);
    }

    private static int ofDirection(long held) {
        return (ConnectionWord.has(held, ConnectionWord.HOLDS_DIRECTION) ? StripedPermits.FIRST : 0)
                | (ConnectionWord.has(held, ConnectionWord.HOLDS_PENDING)
                        ? StripedPermits.SECOND
                        : 0);
    }

    private StripedPermits permits(boolean inward) {
        return inward ? inbound : outbound;
    }

    /** The limits. */
    public Limits limits() {
        return limits;
    }

    /** Places of a direction that are taken, tickets included. */
    public int taken(boolean inward) {
        return permits(inward).heldFirst();
    }

    /** Places of a direction that are taken, less handshakes or dials under way, read together. */
    int takenNotPending(boolean inward) {
        return permits(inward).heldFirstNotSecond();
    }

    /** Handshakes or dials under way. */
    public int pending(boolean inward) {
        return permits(inward).heldSecond();
    }

    /** Places taken of the total, tickets included. */
    public int taken() {
        return totalImplied ? taken(true) + taken(false) : shared.heldFirst();
    }

    /** Places taken by trusted connections. */
    public int trusted() {
        return shared.heldSecond();
    }

    boolean hasTrustedPlace() {
        return trusted() < limits.trusted();
    }

    /** The limit that would refuse a ticket now. */
    Explanation explain(boolean inward, boolean trusted) {
        long bypass = trusted && hasTrustedPlace() ? bypassed : 0;
        int direction = inward ? limits.inbound() : limits.outbound();
        int handshakes = inward ? limits.pendingInbound() : limits.pendingOutbound();
        if (!totalImplied
                && bites(bypass, ConnectionWord.HOLDS_TOTAL, taken(), limits.connections())) {
            return new Explanation(
                    Result.TOTAL_LIMIT, "connections of the node", taken(), limits.connections());
        }
        if (bites(bypass, ConnectionWord.HOLDS_DIRECTION, taken(inward), direction)) {
            return new Explanation(
                    refusalOf(inward, StripedPermits.FIRST),
                    (inward ? "inbound" : "outbound")
                            + " connections of the node, tickets included",
                    taken(inward),
                    direction);
        }
        if (bites(bypass, ConnectionWord.HOLDS_PENDING, pending(inward), handshakes)) {
            return new Explanation(
                    refusalOf(inward, StripedPermits.SECOND),
                    inward ? "inbound handshakes under way" : "dials under way",
                    pending(inward),
                    handshakes);
        }
        return Explanation.admitted();
    }

    private static boolean bites(long bypass, long limit, int taken, int allowed) {
        return !ConnectionWord.has(bypass, limit) && taken >= allowed;
    }
}
