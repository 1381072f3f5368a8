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
    private int size;

    IssuedDials(ConnectionTable connections, int most) {
        this.connections = connections;
        this.handles = connections.handles();
        this.tickets = new long[most];
    }

    void add(long ticket) {
        if (size < tickets.length) {
            tickets[size++] = ticket;
        }
    }

    void dropEnded() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (isUnderWay(tickets[i])) {
                tickets[kept++] = tickets[i];
            }
        }
        size = kept;
    }

    int size() {
        return size;
    }

    /** The peer that is dialed. */
    int peer(int position) {
        return connections.peer(handles.index(tickets[position]));
    }

    /** Whether the ticket is still one. */
    boolean isUnderWay(long ticket) {
        int state = state(ticket);
        return state == ConnectionWord.PENDING || state == ConnectionWord.COMMITTING;
    }

    /** Whether the ticket became a connection that is open. */
    boolean isOpen(long ticket) {
        return state(ticket) == ConnectionWord.ESTABLISHED;
    }

    private int state(long ticket) {
        long word = connections.word(handles.index(ticket));
        return ConnectionWord.generation(word) == handles.generation(ticket)
                ? ConnectionWord.state(word)
                : ConnectionWord.FREE;
    }
}
