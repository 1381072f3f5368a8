/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.admission.DialOutcomes;
import io.peerage.ban.BanMarks;
import io.peerage.ban.BanTable;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.PeerScores;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressTable;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is taken of, and restored into. Immutable.
 *
 * <p><b>Threading</b>: any thread, but for bans, bad scores and book, which are the owner's, or whoever's builds the manager.
 */
public record SnapshotParts(
        PeerTable peers,
        PeerStates states,
        DialOutcomes dials,
        @Nullable PeerScores scores,
        @Nullable BadScoreKeeper badScores,
        BanTable banTable,
        BanMarks bans,
        @Nullable AddressTable addresses,
        @Nullable AddressBook book,
        Anchors anchors,
        NanoClock clock,
        EpochClock epoch) {

    /** The best outbound peers: who they are, and whom to take for them after a restart. */
    public interface Anchors {
        /** Fills in up to two peers, and two words of an IP for each; how many there are. Any thread. */
        int find(long[] peers, long[] ips);

        /** A peer was one before a restart; false if nobody dials by itself. */
        boolean take(long peer, long ipHi, long ipLo);
    }
}
