/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.admission.BatchClose;
import io.peerage.journal.Recorder;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** What a manager's calls are grouped into: as they are, or recorded. Immutable. */
record Facades(
        Dialing dialing,
        Bans bans,
        Reputation reputation,
        Facts facts,
        PeerData data,
        Pruning pruning,
        Services services,
        PeerGroups groups,
        PeerBook book,
        Batches batches) {

    static Facades of(ManagerParts parts, @Nullable Recorder recorder) {
        AdmissionParts shared = parts.admissionParts();
        PeerTable peers = shared.peers();
        PeerStates states = shared.states();
        NanoClock clock = shared.clock();
        BatchClose closing = new BatchClose(shared, parts.admission());
        if (recorder == null) {
            return new Facades(
                    new Dialing(shared, parts.admission(), parts.loop()),
                    new Bans(shared, parts.banOrders()),
                    new Reputation(peers, states, parts.reputation(), clock),
                    new Facts(shared),
                    new PeerData(parts.data()),
                    new Pruning(parts.prune(), peers, parts.tick().guard(), clock),
                    new Services(parts.services()),
                    new PeerGroups(peers),
                    new PeerBook(shared, parts.book()),
                    new Batches(peers, closing));
        }
        return new Facades(
                new RecordedDialing(shared, parts.admission(), parts.loop(), recorder),
                new RecordedBans(shared, parts.banOrders(), recorder),
                new RecordedReputation(peers, states, parts.reputation(), clock, recorder),
                new RecordedFacts(shared, recorder),
                new RecordedData(parts.data(), recorder),
                new RecordedPruning(parts.prune(), peers, parts.tick().guard(), clock, recorder),
                new RecordedServices(parts.services(), recorder),
                new RecordedGroups(peers, recorder),
                new RecordedBook(shared, parts.book(), recorder),
                new RecordedBatches(peers, closing, recorder));
    }
}
