/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts everything again, at rest. */
record Recount(
        Collection<Peer> peers, Collection<Link> links, NodeCounts counts, PrefixCounts prefixes) {
    List<String> differences(int connectedPeers) {
        List<String> wrong = new ArrayList<>();
        long connected = peers.stream().filter(Peer::isConnected).count();
        compare(wrong, "connected peers", connected, connectedPeers);
        compare(wrong, "places taken", links.size(), counts.taken());
        long ofPeers = peers.stream().mapToLong(peer -> peer.connections.size()).sum();
        long tickets = links.stream().filter(Link::isTicket).count();
        compare(
                wrong,
                "connections of peers",
                ofPeers,
                counts.established(true) + counts.established(false));
        compare(wrong, "tickets", tickets, counts.pending(true) + counts.pending(false));
        long entered = links.stream().mapToLong(link -> link.prefixes.size()).sum();
        compare(wrong, "places in prefixes", entered, prefixes.sum());
        return wrong;
    }

    private static void compare(List<String> wrong, String what, long recounted, long counted) {
        if (recounted != counted) {
            wrong.add(what + ": " + recounted + " when counted again, " + counted + " by count");
        }
    }
}
