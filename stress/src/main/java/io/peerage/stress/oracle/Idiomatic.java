/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.event.LifecycleListener;
import io.peerage.model.Direction;
import io.peerage.yardstick.ConnectionManager;
import io.peerage.yardstick.IdiomaticPeerManager;
import io.peerage.yardstick.PeerEvents;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/**
 * The idiomatic manager. It is audited like the other, at the same cost, and not blamed for what it can't hold.
 *
 * <p>Peer limit, single dial, transitions, lifecycle, queries: a reference to a peer that was released goes to another peer, so
 * that a dial may reach somebody else than was meant, and every count by peer is then off by it.
 *
 * <p>Its leases are those that its tick looks after, on the storm's clock: the cheapest way it has.
 *
 * <p><b>Threading</b>: immutable, any thread.
 */
public final class Idiomatic implements Contender {
    /** The contender; it has no state. */
    public Idiomatic() {}

    @Override
    public String name() {
        return "idiomatic";
    }

    @Override
    public Set<Contract> claims() {
        return EnumSet.of(
                Contract.NODE_LIMITS,
                Contract.PENDING_LIMITS,
                Contract.PREFIX_LIMITS,
                Contract.ENDS_ONCE,
                Contract.EXPIRY,
                Contract.SELF_CHECK,
                Contract.NO_EXCEPTION);
    }

    @Override
    public ConnectionManager build(
            StormLimits limits, NanoClock clock, LifecycleListener listener) {
        return new IdiomaticPeerManager(limits.settings(clock), new Events(listener));
    }

    /** Passes on what the listener is to hear. */
    private record Events(LifecycleListener listener) implements PeerEvents {
        @Override
        public void onConnected(long peer, int flaps) {
            listener.onConnected(peer, flaps);
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            listener.onDisconnected(peer, flaps);
        }

        @Override
        public void onTicketExpired(long ticket) {
            listener.onTicketExpired(ticket, Direction.INBOUND);
        }

        @Override
        public void onCloseCommand(long connection) {
            // Only a tie-break asks for closes, and a storm's manager has no id of its own to break
            // ties with.
        }
    }
}
