/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

/**
 * What the book sees of the peers: the manager's peer table, or a made-up one in tests and simulations.
 *
 * <p><b>Threading</b>: {@link #known} and {@link #index} any thread, the rest asked by the owner thread. <b>Complexity</b>: every answer
 * O(1), no allocation.
 */
public interface BookPeers {
    /** The number of peer indexes. */
    int capacity();

    /** The state word of the peer that a handle names; −1 if the handle is stale. */
    long known(long peer);

    /** The index of a handle that is known. */
    int index(long peer);

    /** The handle of the peer with this id; negative if there is none. */
    long find(byte[] id, int length);

    /** The handle of the peer with this id, which becomes known if it isn't; negative if there is no room. */
    long register(byte[] id, int length);

    /** The keyed hash of an id. */
    long idHash(byte[] id, int length);

    /** The keyed hash of a peer's id. */
    long idHash(int peer);

    /** The state word of a peer. */
    long word(int peer);

    /** Whether dialing the peer was given up. */
    boolean isUnreachable(int peer, long word);

    /** The groups 0 to 63 (half 0) or 64 to 127 (half 1) that a peer is in, as bits from the lowest. */
    long groups(int peer, long word, int half);

    /**
     * The book has nothing of the peer any more.
     *
     * @param registeredByBook whether it was the book that registered the peer; nobody else may be interested in it
     */
    void forgotten(int peer, boolean registeredByBook);
}
