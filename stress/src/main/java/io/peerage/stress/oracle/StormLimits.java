/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.config.Limits;
import io.peerage.config.PrefixLimits;
import io.peerage.yardstick.ManagerSettings;
import java.time.Duration;
import org.agrona.concurrent.NanoClock;

/**
 * The limits that a storm gives the manager under test and holds it to.
 *
 * @param peers the capacity for peers
 * @param connections the total
 * @param inbound the inbound limit
 * @param outbound the outbound limit; with the inbound one more than the total, so that all three bite
 * @param pendingInbound handshakes under way
 * @param pendingOutbound dials under way
 * @param perPeer connections of one peer
 * @param lease how long a ticket lasts, short so that a storm sees many expire
 */
public record StormLimits(
        int peers,
        int connections,
        int inbound,
        int outbound,
        int pendingInbound,
        int pendingOutbound,
        int perPeer,
        Duration lease) {
    private static final int MOST_CONNECTIONS = 2_000_000;
    private static final int FEWEST_CONNECTIONS = 16;
    private static final int PER_PEER = 2;
    private static final Duration LEASE = Duration.ofMillis(200);

    /** Limits for a storm of this many resident peers: half as many connections, and room for some strangers. */
    public static StormLimits of(int residents) {
        int connections = Math.max(FEWEST_CONNECTIONS, Math.min(MOST_CONNECTIONS, residents / 2));
        int pending = Math.max(4, Math.min(512, connections / 8));
        return new StormLimits(
                residents + Math.max(4, residents / 16),
                connections,
                (int) (connections * 0.7),
                (int) (connections * 0.35),
                pending,
                Math.max(2, pending / 2),
                PER_PEER,
                LEASE);
    }

    /** What either manager is built with to have these limits. */
    public ManagerSettings settings(NanoClock clock) {
        return new ManagerSettings(
                peers,
                new Limits(
                        connections,
                        inbound,
                        outbound,
                        pendingInbound,
                        pendingOutbound,
                        perPeer,
                        0),
                PrefixLimits.DEFAULT,
                lease,
                clock);
    }
}
