/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class IdiomaticContractTest extends ConnectionManagerContract {
    @Override
    ConnectionManager build(ManagerSettings settings, PeerEvents events) {
        return new IdiomaticPeerManager(settings, events);
    }

    // Where the yardstick falls short of the contract: it tells every flap, so that what is pending
    // has no bound.
    @Test
    void everyFlapIsQueued() {
        for (int i = 0; i < 100; i++) {
            manager.close(connect(1));
        }

        manager.tick();

        assertThat(events.heard).hasSize(200);
        assertThat(events.flaps).isZero();
    }

    @Test
    void aScheduledLeaseEndsItsTicketOnce() {
        HeldLeases leases = new HeldLeases();
        IdiomaticPeerManager scheduled = new IdiomaticPeerManager(settings(), events, leases);
        long kept = scheduled.admitInbound(0, v4(1, 1, 1, 1));
        long expired = scheduled.admitInbound(0, v4(1, 1, 1, 2));
        scheduled.establishInbound(kept, id(1), 0, 34);

        leases.runAll();
        scheduled.tick();

        assertThat(events.heard)
                .containsExactly("+" + scheduled.register(id(1), 0, 34), "expired " + expired);
        assertThat(leases.cancelled).isEqualTo(2);
        assertThat(Outcome.result(scheduled.establishInbound(expired, id(2), 0, 34)))
                .isEqualTo(Result.TICKET_EXPIRED);
        assertThat(scheduled.verify()).isEmpty();
    }

    @Test
    void bannedPeersAreRefused() {
        IdiomaticPeerManager banning = (IdiomaticPeerManager) manager;
        long peer = manager.register(id(1), 0, 34);
        banning.ban(id(1), 0, 34);

        long ticket = manager.admitInbound(0, 0);

        assertThat(Outcome.result(manager.establishInbound(ticket, id(1), 0, 34)))
                .isEqualTo(Result.BANNED);
        assertThat(Result.ofRefusal(manager.admitOutbound(peer, 0, 0))).isEqualTo(Result.BANNED);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void connectionsOfAPeerAreItsHandles() {
        long first = connect(1);
        long second = connect(1);

        assertThat(((IdiomaticPeerManager) manager).connectionsOf(new PeerId(id(1))))
                .containsExactlyInAnyOrder(first, second);
    }

    /** Ends leases when told to, those that were cancelled too, as a timer may that has just fired. */
    private static final class HeldLeases implements Leases {
        private final Queue<Runnable> running = new ArrayDeque<>();
        private int cancelled;

        @Override
        public Lease start(Runnable atEnd, long nanos) {
            running.add(atEnd);
            return () -> cancelled++;
        }

        void runAll() {
            running.forEach(Runnable::run);
        }

        @Override
        public void close() {
            running.clear();
        }
    }
}
