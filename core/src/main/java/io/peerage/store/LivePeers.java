/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.admission.DialOutcomes;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;

/**
 * The manager's peers as the book sees them.
 *
 * <p>A peer that the book registered, and knows nothing of any more, is given up, unless somebody else uses it; what the application registered is
 * the application's to release.
 *
 * <p><b>Threading</b>: as {@link BookPeers}. <b>Complexity</b>: O(1), no allocation.
 */
public final class LivePeers implements BookPeers {
    private final PeerTable table;
    private final PeerStates states;
    private final DialOutcomes dials;

    /** These peers, with what their dials came to. */
    public LivePeers(PeerTable table, PeerStates states, DialOutcomes dials) {
        this.table = table;
        this.states = states;
        this.dials = dials;
    }

    @Override
    public int capacity() {
        return table.capacity();
    }

    @Override
    public long known(long peer) {
        return table.known(peer);
    }

    @Override
    public int index(long peer) {
        return table.handles().index(peer);
    }

    @Override
    public long find(byte[] id, int length) {
        return table.lookup(id, 0, length);
    }

    @Override
    public long register(byte[] id, int length) {
        return table.register(id, 0, length);
    }

    @Override
    public long idHash(byte[] id, int length) {
        return table.idHash(id, 0, length);
    }

    @Override
    public long idHash(int peer) {
        return table.idHash(peer);
    }

    @Override
    public long word(int peer) {
        return states.word(peer);
    }

    @Override
    public boolean isUnreachable(int peer, long word) {
        return dials.refusal(peer, word) == Result.UNREACHABLE.code();
    }

    @Override
    public long groups(int peer, long word, int half) {
        return table.groups().groups(peer, PeerWord.generation(word), half);
    }

    @Override
    public void forgotten(int peer, boolean registeredByBook) {
        if (registeredByBook) {
            states.retire(table.handles().handle(peer, PeerWord.generation(states.word(peer))));
        }
    }
}
