/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.LifecycleLog;
import org.junit.jupiter.api.Test;

class PeerManagerBuilderTest {
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
