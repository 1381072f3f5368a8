/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.node;
import static io.peerage.PresetNodes.waits;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manager by Bitcoin Core's preset does what is documented, in virtual time (features, presets). */
class BitcoinCorePresetTest {
    /** A node full of inbound connections that hears of one more attempt each second. */
    private Network full(int inbound, int attempts) {
        Network network =
                network(
                        Preset.BITCOIN_CORE,
                        builder -> builder.maxInbound(inbound).maxPendingInbound(inbound));
        for (int i = 0; i < inbound; i++) {
            network.connectInbound(i);
            network.clock().advance(SECOND);
        }
        for (int i = 0; i < attempts; i++) {
            assertThat(Node.refusal(network.manager().admitInbound(0, 0)))
                    .isEqualTo(Result.INBOUND_LIMIT);
            network.run(SECOND, SECOND);
            while (network.manager().inbound() < inbound) {
                network.connectInbound(1_000 + i);
            }
        }
        return network;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 20})
    void nobodyIsEvictedOfTwentyOrFewer(int inbound) {
        assertThat(full(inbound, 20).closes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 40, 189})
    void somebodyIsEvictedOfTwentyNineOrMore(int inbound) {
        assertThat(full(inbound, 20).closes).hasSize(20).containsOnly(CloseReason.EVICTED);
    }

    @Test
    void protectsTheOldestHalf() {
        Network network = full(189, 50);
        for (int i = 0; i < 40; i++) {
            assertThat(network.manager().isConnected(network.peer(i))).as("" + i).isTrue();
        }
    }

    @Test
    void dialsOneByOneUntilItHasTenOfDistinctNetgroups() {
        Network network = network(Preset.BITCOIN_CORE);
        network.answer(peer -> null);
        for (int i = 0; i < 100; i++) {
            network.offer(i, "10." + i % 20 + ".0." + i, CandidateKind.NEW);
        }
        network.run(SECOND, Duration.ofMillis(500));
        assertThat(network.manager().pendingOutbound()).isEqualTo(1);
        network.manager().abandon(network.dials.get(0).ticket());
        network.answer(peer -> DialOutcome.ESTABLISHED);
        network.run(Duration.ofSeconds(30), Duration.ofMillis(500));
        assertThat(network.manager().outbound()).isEqualTo(10);
        Set<Integer> netgroups = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            if (network.manager().isConnected(network.peer(i))) {
                netgroups.add(i % 20);
            }
        }
        assertThat(netgroups).hasSize(10);
    }

    @Test
    void triesANewAddressEveryTwoMinutesOnAverage() {
        Network network = network(Preset.BITCOIN_CORE);
        network.offerNew(0, 600);
        network.run(Duration.ofHours(10), SECOND);
        long feelers =
                network.dials.stream().filter(dial -> dial.reason() == DialReason.FEELER).count();
        // 300 on average; four standard deviations of a Poisson count are 69.
        assertThat(feelers).isBetween(231L, 369L);
        assertThat(network.manager().outbound()).isBetween(10, 11);
    }

    @Test
    void leavesAPeerAloneForTenMinutesAfterAFailure() {
        Node node = node(Preset.BITCOIN_CORE);
        assertThat(waits(node, node.peer(1), 5)).containsOnly(600L);
    }
}
