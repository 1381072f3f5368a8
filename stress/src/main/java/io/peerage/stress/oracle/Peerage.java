/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.RateLimit;
import io.peerage.event.LifecycleListener;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/** Peerage's own manager, which claims every contract. <b>Threading</b>: immutable, any thread. */
public final class Peerage implements Contender {
    /** The contender; it has no state. */
    public Peerage() {}

    @Override
    public String name() {
        return "peerage";
    }

    @Override
    public Set<Contract> claims() {
        return EnumSet.allOf(Contract.class);
    }

    @Override
    public Subject build(StormLimits limits, NanoClock clock, LifecycleListener listener) {
        return new PeerManagerSubject(
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(limits.peers())
                        .maxConnections(limits.connections())
                        .maxInbound(limits.inbound())
                        .maxOutbound(limits.outbound())
                        .maxPendingInbound(limits.pendingInbound())
                        .maxPendingOutbound(limits.pendingOutbound())
                        .maxPerPeer(limits.perPeer())
                        .inboundLease(limits.lease())
                        .outboundLease(limits.lease())
                        // The idiomatic manager knows no back-off: both are to be asked the same.
                        .backOff(BackOffConfig.constant(Duration.ofMillis(1)))
                        .clock(clock)
                        .listener(listener)
                        .build());
    }
}
