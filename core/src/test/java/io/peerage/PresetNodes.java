/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.config.Preset;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Nodes by preset, and what is done to them to see whether they do as their originals. */
final class PresetNodes {
    static final Duration SECOND = Duration.ofSeconds(1);

    private PresetNodes() {}

    static Node node(Preset preset) {
        return new Node(builder -> builder.preset(preset));
    }

    static Network network(Preset preset) {
        return network(preset, builder -> builder);
    }

    static Network network(Preset preset, UnaryOperator<PeerManagerBuilder> more) {
        return new Network(DialConfig.DEFAULT, builder -> more.apply(builder.preset(preset)));
    }

    /** Fails the peer's dials one after the other; the seconds that each makes it wait. */
    static List<Long> waits(Node node, long peer, int failures) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            node.failDials(peer, 1);
            waits.add(
                    Duration.ofNanos(node.manager().dialing().backOffNanos(peer) + 500_000_000)
                            .toSeconds());
        }
        return waits;
    }

    /** How many of these many inbound attempts, each by a peer of its own at this address, come through. */
    static int inbound(Node node, int from, int attempts, String address) {
        int admitted = 0;
        for (int i = from; i < from + attempts; i++) {
            long ticket = node.inbound(address);
            if (ticket > 0) {
                assertThat(node.show(ticket, node.peer(i))).isEqualTo(Result.FIRST_CONNECTION);
                admitted++;
            }
        }
        return admitted;
    }

    static void connect(Network network, int number, boolean inbound) {
        if (inbound) {
            network.connectInbound(number);
            return;
        }
        long ticket = network.manager().admitOutbound(network.peer(number), 0, 0);
        assertThat(Outcome.isRefused(network.manager().establishOutbound(ticket))).isFalse();
    }
}
