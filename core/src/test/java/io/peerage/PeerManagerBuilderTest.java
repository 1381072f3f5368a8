/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.ConfigException;
import io.peerage.testing.LifecycleLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerManagerBuilderTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_025})
    void shouldRefuseAConcurrencyOutOfRange(int threads) {
        assertThatThrownBy(() -> PeerManager.builder().concurrency(threads).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("concurrency", threads + "", "1 to 1024", "leave it out");
    }

    @Test
    void shouldDecideTheSameOnEveryThreadWithAConcurrencyOfOne() throws Exception {
        List<Long> here = slots();
        List<Long> elsewhere = new ArrayList<>();
        // Numbers of threads differ by one, so one of them would have another stripe.
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> elsewhere.addAll(slots()));
            thread.start();
            thread.join();

            assertThat(elsewhere).isEqualTo(here);
            elsewhere.clear();
        }
    }

    private static List<Long> slots() {
        PeerManager manager = PeerManager.builder().concurrency(1).hashKey(1, 2).build();
        List<Long> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long ticket = manager.admitInbound(new byte[] {10, 0, (byte) i, 1});
            slots.add((long) manager.slotOf(ticket));
        }
        return slots;
    }

    @Test
    void shouldTellTheListenerAndTheSinkSoThatOthersCanStandAroundThem() {
        LifecycleLog log = new LifecycleLog();
        PeerManagerBuilder builder = PeerManager.builder();
        assertThat(builder.listener()).isNotNull();
        assertThat(builder.commandSink()).isNotNull();

        builder.listener(log).commandSink(log);

        assertThat(builder.listener()).isSameAs(log);
        assertThat(builder.commandSink()).isSameAs(log);
    }
}
