/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.List;

/**
 * The hard limits on connections; none is ever exceeded, not for a moment.
 *
 * @param connections all connections, tickets included, trusted ones that bypass it left out
 * @param inbound inbound connections and handshakes; what is left of the total is reserved for outbound
 * @param outbound outbound connections and dials
 * @param pendingInbound inbound handshakes under way
 * @param pendingOutbound dials under way
 * @param perPeer connections of one peer, both directions and a dial under way together
 * @param trusted connections that bypass a limit because their peer or network is trusted, counted apart
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range or
 *     contradictory. <b>Origin</b>: features B1 to B4, B8: totals from Teku and CometBFT, per-peer 2 from nim-libp2p.
 */
public record Limits(
        int connections,
        int inbound,
        int outbound,
        int pendingInbound,
        int pendingOutbound,
        int perPeer,
        int trusted) {
    /** The most connections that a manager can hold. */
    public static final int MOST_CONNECTIONS = 2_000_000;

    /** The most connections that one peer can have. */
    public static final int MOST_PER_PEER = 63;

    /** {@return all mistakes in these limits, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "maxConnections",
                connections,
                1,
                MOST_CONNECTIONS,
                "set how many connections the node may have");
        problems.range(
                "maxInbound", inbound, 0, MOST_CONNECTIONS, "set 0 for a node that accepts none");
        problems.range(
                "maxOutbound", outbound, 0, MOST_CONNECTIONS, "set 0 for a node that dials none");
        problems.range(
                "maxPendingInbound",
                pendingInbound,
                0,
                MOST_CONNECTIONS,
                "set how many handshakes may run at once");
        problems.range(
                "maxPendingOutbound",
                pendingOutbound,
                0,
                MOST_CONNECTIONS,
                "set how many dials may run at once");
        problems.range(
                "maxPerPeer",
                perPeer,
                1,
                MOST_PER_PEER,
                "set how many connections one peer may have");
        problems.range(
                "maxTrusted", trusted, 0, MOST_CONNECTIONS, "set 0 to let nobody past a limit");
        contradictions(problems);
        return problems.found();
    }

    private void contradictions(Problems problems) {
        if (connections >= 1 && inbound > connections) {
            problems.add(
                    "maxInbound "
                            + inbound
                            + " is above maxConnections "
                            + connections
                            + "; lower it or raise maxConnections");
        }
        if (connections >= 1 && outbound > connections) {
            problems.add(
                    "maxOutbound "
                            + outbound
                            + " is above maxConnections "
                            + connections
                            + "; lower it or raise maxConnections");
        }
        if (connections >= 1 && inbound == 0 && outbound == 0) {
            problems.add(
                    "maxInbound and maxOutbound are both 0, so that no connection is ever admitted; raise one");
        }
        if (inbound > 0 && pendingInbound == 0) {
            problems.add(
                    "maxPendingInbound is 0 while maxInbound is "
                            + inbound
                            + ", so that no inbound connection is ever admitted; set it to 1 or more, or maxInbound to 0");
        }
        if (outbound > 0 && pendingOutbound == 0) {
            problems.add(
                    "maxPendingOutbound is 0 while maxOutbound is "
                            + outbound
                            + ", so that no dial is ever admitted; set it to 1 or more, or maxOutbound to 0");
        }
    }
}
