/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;

/**
 * The dials that the owner has commanded and that have not ended yet.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(dials under way) to drop those that ended, O(1) else; no allocation.
 */
@OwnerThread
final class IssuedDials {
    private final ConnectionTable connections;
    private final HandleSpace handles;
    private final long[] tickets;
    // Noted here: the slot of a dial that has ended may be another's, who has no peer yet.
    private final int[] peers;
    private int size;
    private int beyondLimit;

    IssuedDials(ConnectionTable connections, int most) {
        this.connections = connections;
        this.handles = connections.handles();
        this.tickets = new long[most];
        this.peers = new int[most];
    }

    void add(int peer, long ticket) {
        if (size < tickets.length) {
            peers[size] = peer;
            tickets[size++] = ticket;
        }
    }

    void dropEnded() {
        int kept = 0;
        int apart = 0;
        for (int i = 0; i < size; i++) {
            long word = word(tickets[i]);
            if (isDial(word)) {
                peers[kept] = peers[i];
                tickets[kept++] = tickets[i];
                apart += ConnectionWord.has(word, ConnectionWord.HOLDS_PENDING) ? 0 : 1;
            }
        }
        size = kept;
        beyondLimit = apart;
    }

    /** How many of them, at the last {@link #dropEnded}, were trusted and let past the limit of dials under way. */
    int beyondLimit() {
        return beyondLimit;
    }

    int size() {
        return size;
    }

    /** The peer that is dialed. */
    int peer(int position) {
        return peers[position];
    }

    /** Whether the ticket is still one. */
    boolean isUnderWay(long ticket) {
        return isDial(word(ticket));
    }

    /** Whether the ticket became a connection that is open. */
    boolean isOpen(long ticket) {
        return ConnectionWord.state(word(ticket)) == ConnectionWord.ESTABLISHED;
    }

    /** Whether the ticket, or the connection that it became, takes one of the node's outbound places, as not all trusted do. */
    boolean holdsPlace(long ticket) {
        return ConnectionWord.has(word(ticket), ConnectionWord.HOLDS_DIRECTION);
    }

    private static boolean isDial(long word) {
        int state = ConnectionWord.state(word);
        return state == ConnectionWord.PENDING || state == ConnectionWord.COMMITTING;
    }

    // That of a free slot if the ticket's has passed to another.
    private long word(long ticket) {
        long word = connections.word(handles.index(ticket));
        return ConnectionWord.generation(word) == handles.generation(ticket) ? word : 0;
    }
}
