/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.config.Limits;
import io.peerage.config.PrefixLimits;
import io.peerage.event.LifecycleListener;
import io.peerage.model.Direction;
import io.peerage.yardstick.IdiomaticPeerManager;
import io.peerage.yardstick.ManagerSettings;
import io.peerage.yardstick.PeerEvents;
import io.peerage.yardstick.WheelLeases;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/**
 * The idiomatic manager. It is audited like the other, at the same cost, and not blamed for what it can't hold:
 *
 * <ul>
 *   <li>node and pending limits, expiry: its leases run on a timer in real time, so a ticket may expire in the hands of a
 *       producer that the operating system has stopped, and the books then claim more than it holds;
 *   <li>ends once: a close that meets an establish on another thread is lost, and a ticket may have expired, as above;
 *   <li>peer limit, single dial, transitions, lifecycle, queries: a reference to a peer that was released goes to another
 *       peer, so that a dial may reach somebody else than was meant, and every count by peer is then off by it;
 *   <li>queries by handle, self-check: it has none.
 * </ul>
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
        return EnumSet.of(Contract.PREFIX_LIMITS, Contract.NO_EXCEPTION);
    }

    @Override
    public Subject build(StormLimits limits, NanoClock clock, LifecycleListener listener) {
        ManagerSettings settings =
                new ManagerSettings(
                        limits.peers(),
                        new Limits(
                                limits.connections(),
                                limits.inbound(),
                                limits.outbound(),
                                limits.pendingInbound(),
                                limits.pendingOutbound(),
                                limits.perPeer(),
                                0),
                        PrefixLimits.DEFAULT,
                        limits.lease(),
                        clock);
        return new IdiomaticSubject(
                new IdiomaticPeerManager(settings, new Events(listener), new WheelLeases()),
                limits.lease());
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
