/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.DialReason;
import java.util.Objects;
import org.agrona.collections.IntHashSet;

/**
 * Whom to dial now, and what else the planner found: filled by the planner, used up by whoever issues the commands, and
 * filled again.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation. <b>Ranges</b>: up to its capacity of picks and
 * {@value #MOST_STALE} stale candidates; no peer is in a plan twice. <b>Errors</b>: {@link IndexOutOfBoundsException}.
 */
@OwnerThread
public final class DialPlan {
    /** The most stale candidates that one plan tells; further ones are told by the next. */
    public static final int MOST_STALE = 256;

    private static final DialReason[] REASONS = DialReason.values();

    private final int[] peers;
    private final byte[] reasons;
    private final int[] stale = new int[MOST_STALE];
    private final IntHashSet told;
    private int size;
    private int staleSize;
    private int unfilled;
    private boolean needsAddresses;

    /** An empty plan for at most so many dials. */
    public DialPlan(int capacity) {
        this.peers = new int[capacity];
        this.reasons = new byte[capacity];
        // Never half full, so that it never grows.
        this.told = new IntHashSet(2 * (capacity + MOST_STALE) + 2, 0.5f);
    }

    /** The bytes of memory that the plan takes. */
    public long bytes() {
        return 5L * peers.length + 4L * (stale.length + told.capacity());
    }

    /** The most dials that the plan can hold. */
    public int capacity() {
        return peers.length;
    }

    /** How many peers to dial. */
    public int size() {
        return size;
    }

    /** The peer to dial at a position; the most wanted is the first. */
    public int peer(int position) {
        return peers[Objects.checkIndex(position, size)];
    }

    /** Why to dial the peer at a position. */
    public DialReason reason(int position) {
        return REASONS[reasons[Objects.checkIndex(position, size)]];
    }

    /** How many candidates turned out not to be; whoever keeps the set should take them out of it. */
    public int staleSize() {
        return staleSize;
    }

    /** A candidate that turned out not to be one. */
    public int stale(int position) {
        return stale[Objects.checkIndex(position, staleSize)];
    }

    /** How many outbound connections are still missing when all dials of the plan succeed. */
    public int unfilled() {
        return unfilled;
    }

    /** Whether peers are missing and so few are known that somebody should be asked for addresses. */
    public boolean needsAddresses() {
        return needsAddresses;
    }

    /** Whether a peer is in the plan, to be dialed or as stale. */
    boolean tells(int peer) {
        return told.contains(peer);
    }

    void add(int peer, DialReason reason) {
        peers[size] = peer;
        reasons[size] = (byte) reason.ordinal();
        size++;
        told.add(peer);
    }

    void addStale(int peer) {
        if (staleSize < MOST_STALE) {
            stale[staleSize++] = peer;
            told.add(peer);
        }
    }

    void clear() {
        size = 0;
        staleSize = 0;
        unfilled = 0;
        needsAddresses = false;
        told.clear();
    }

    void unfilled(int connections) {
        unfilled = connections;
    }

    void needsAddresses(boolean needed) {
        needsAddresses = needed;
    }
}
