/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.PeerManagerBuilder;
import io.peerage.Recording;
import io.peerage.config.BackOffConfig;
import io.peerage.event.LifecycleListener;
import io.peerage.yardstick.ConnectionManager;
import io.peerage.yardstick.PeerageAdapter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Peerage's own manager, which claims every contract. <b>Threading</b>: immutable, any thread. */
public final class Peerage implements Contender {
    private final @Nullable Recording recording;

    /** The contender. */
    public Peerage() {
        this(null);
    }

    /** The contender, whose next manager is recorded. */
    public Peerage(@Nullable Recording recording) {
        this.recording = recording;
    }

    @Override
    public String name() {
        return "peerage";
    }

    @Override
    public Set<Contract> claims() {
        return EnumSet.allOf(Contract.class);
    }

    @Override
    public ConnectionManager build(
            StormLimits limits, NanoClock clock, LifecycleListener listener) {
        PeerManagerBuilder builder = builder(limits, clock, listener);
        if (recording != null) {
            builder.recording(recording);
        }
        return new PeerageAdapter(builder.build());
    }

    /** A manager with these limits, on this clock, telling this listener, as far as it is set. */
    static PeerManagerBuilder builder(
            StormLimits limits, NanoClock clock, LifecycleListener listener) {
        return PeerageAdapter.builder(limits.settings(clock))
                // The idiomatic manager knows no back-off: both are to be asked the same.
                .backOff(BackOffConfig.constant(Duration.ofMillis(1)))
                .listener(listener);
    }
}
