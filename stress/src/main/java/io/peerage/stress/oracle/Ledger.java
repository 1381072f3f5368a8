/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.stress.population.AddressPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the manager must be holding at least, by the books of those who called it.
 *
 * <p><b>Why no alarm is false.</b> A count goes up only after the call that took something has returned, and down before the
 * call that may give it back begins. So at every moment a count is at most what the manager holds; if it is above a limit,
 * so is the manager. A peer and a prefix have one shared count each: whoever raises it sees every excess. The node's totals
 * have a line of counts for each producer, only ever growing, openings apart from closings; whoever reads all openings first
 * and all closings after gets at most what was held in between.
 *
 * <pre>
 *   peer word:       | FIRST - LAST 32, signed | dials 16 | connections 16 |
 *   producer's line: opened in, out, pending in, out; closed in, out, pending in, out
 * </pre>
 *
 * <p><b>Threading</b>: any thread; {@link Line} one producer each. <b>Progress</b>: wait-free. <b>Memory</b>: all of it
 * allocated here.
 */
public final class Ledger {
    /** Inbound. */
    public static final int IN = 0;

    /** Outbound. */
    public static final int OUT = 1;

    /** Inbound handshakes. */
    public static final int PENDING_IN = 2;

    /** Dials. */
    public static final int PENDING_OUT = 3;

    private static final int KINDS = 4;
    private static final int LINE = 16;
    private static final long DIAL = 1L << 16;
    private static final long BALANCE = 1L << 32;

    private final AddressPool addresses;
    private final StormLimits limits;
    private final Violations violations;
    private final AtomicLongArray peers;
    private final AtomicIntegerArray prefixes;
    private final AtomicLongArray lines;
    private final int producers;

    /** Empty books of so many peers and producers. */
    public Ledger(
            AddressPool addresses,
            int peerCount,
            int producers,
            StormLimits limits,
            Violations violations) {
        this.addresses = addresses;
        this.limits = limits;
        this.violations = violations;
        this.peers = new AtomicLongArray(peerCount);
        this.prefixes = new AtomicIntegerArray(addresses.prefixCount());
        this.producers = producers;
        this.lines = new AtomicLongArray((producers + 1) * LINE);
    }

    /** A connection of this peer is open; {@code first} if the call said so. */
    public void opened(int peer, int address, boolean first) {
        long word = peers.addAndGet(peer, first ? BALANCE + 1 : 1);
        if ((word & 0xffff) > limits.perPeer()) {
            violations.found(
                    Contract.PEER_LIMIT,
                    "connections of peer " + peer,
                    word & 0xffff,
                    limits.perPeer());
        }
        for (int level = 0; level < AddressPool.LEVELS; level++) {
            int prefix = addresses.prefix(address, level);
            if (prefix < 0) {
                return;
            }
            int count = prefixes.incrementAndGet(prefix);
            if (count > addresses.prefixLimit(prefix)) {
                violations.found(
                        Contract.PREFIX_LIMITS,
                        "connections of a prefix at level " + level,
                        count,
                        addresses.prefixLimit(prefix));
            }
        }
    }

    /** A connection of this peer is about to be closed. */
    public void closing(int peer, int address) {
        peers.getAndAdd(peer, -1);
        for (int level = 0; level < AddressPool.LEVELS; level++) {
            int prefix = addresses.prefix(address, level);
            if (prefix < 0) {
                return;
            }
            prefixes.getAndDecrement(prefix);
        }
    }

    /** A call said that this peer's last connection closed, or (1) that its first one opened. */
    public void balance(int peer, int change) {
        peers.getAndAdd(peer, change * BALANCE);
    }

    /** A dial to this peer is under way. */
    public void dialing(int peer) {
        long word = peers.addAndGet(peer, DIAL);
        if ((word >>> 16 & 0xffff) > 1) {
            violations.found(
                    Contract.SINGLE_DIAL,
                    "dials under way to peer " + peer,
                    word >>> 16 & 0xffff,
                    1);
        }
    }

    /** The dial to this peer is about to end. */
    public void dialEnding(int peer) {
        peers.getAndAdd(peer, -DIAL);
    }

    /** The peer's connections, at least. */
    public int connections(int peer) {
        return (int) peers.get(peer) & 0xffff;
    }

    int dials(int peer) {
        return (int) (peers.get(peer) >>> 16) & 0xffff;
    }

    /** FIRST less LAST of a peer. */
    public int balance(int peer) {
        return (int) (peers.get(peer) >> 32);
    }

    /** Something of all that is kept about a peer and its address, read so that later reads find it near. */
    long touch(int peer, int address) {
        int prefix = addresses.prefix(address, 0);
        return peers.getPlain(peer)
                + addresses.lo(address)
                + (prefix < 0 ? 0 : prefixes.getPlain(prefix));
    }

    /** At most what is held of a kind; exact at rest. */
    long held(int kind) {
        long sum = 0;
        for (int producer = 1; producer <= producers; producer++) {
            sum += lines.getAcquire(producer * LINE + kind);
        }
        for (int producer = 1; producer <= producers; producer++) {
            sum -= lines.getAcquire(producer * LINE + KINDS + kind);
        }
        return sum;
    }

    /** Compares all of the node's counts with their limits. */
    public void checkTotals() {
        long in = 0;
        long out = 0;
        long pendingIn = 0;
        long pendingOut = 0;
        for (int line = LINE; line <= producers * LINE; line += LINE) {
            in += lines.getAcquire(line + IN);
            out += lines.getAcquire(line + OUT);
            pendingIn += lines.getAcquire(line + PENDING_IN);
            pendingOut += lines.getAcquire(line + PENDING_OUT);
        }
        for (int line = LINE + KINDS; line <= producers * LINE + KINDS; line += LINE) {
            in -= lines.getAcquire(line + IN);
            out -= lines.getAcquire(line + OUT);
            pendingIn -= lines.getAcquire(line + PENDING_IN);
            pendingOut -= lines.getAcquire(line + PENDING_OUT);
        }
        if (in > limits.inbound() | out > limits.outbound() | in + out > limits.connections()) {
            reportTotals(in, out);
        }
        if (pendingIn > limits.pendingInbound() | pendingOut > limits.pendingOutbound()) {
            reportPending(pendingIn, pendingOut);
        }
    }

    private void reportTotals(long in, long out) {
        if (in > limits.inbound()) {
            violations.found(Contract.NODE_LIMITS, "inbound", in, limits.inbound());
        }
        if (out > limits.outbound()) {
            violations.found(Contract.NODE_LIMITS, "outbound", out, limits.outbound());
        }
        if (in + out > limits.connections()) {
            violations.found(Contract.NODE_LIMITS, "total", in + out, limits.connections());
        }
    }

    private void reportPending(long in, long out) {
        if (in > limits.pendingInbound()) {
            violations.found(
                    Contract.PENDING_LIMITS, "pending inbound", in, limits.pendingInbound());
        }
        if (out > limits.pendingOutbound()) {
            violations.found(
                    Contract.PENDING_LIMITS, "pending outbound", out, limits.pendingOutbound());
        }
    }

    /** The line of a producer. */
    public Line line(int producer) {
        return new Line(lines, (producer + 1) * LINE);
    }

    /** One producer's counts, which it alone changes. */
    public static final class Line {
        private final AtomicLongArray lines;
        private final int base;

        Line(AtomicLongArray lines, int base) {
            this.lines = lines;
            this.base = base;
        }

        /** One more of a kind. */
        public void opened(int kind) {
            bump(base + kind);
        }

        /** One of a kind is about to go. */
        public void closing(int kind) {
            bump(base + KINDS + kind);
        }

        private void bump(int index) {
            lines.setRelease(index, lines.getPlain(index) + 1);
        }
    }
}
