/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.ManagerConfig;
import io.peerage.config.RateLimit;
import java.time.Duration;
import java.util.Arrays;
import org.agrona.concurrent.NanoClock;

/**
 * A whole configuration as a value, from which a manager and its model can be built alike.
 *
 * <p><b>Threading</b>: immutable.
 */
public final class Scenario {
    private final ManagerConfig config;
    private final byte[] localId;
    private final long clockStart;

    /**
     * A scenario.
     *
     * @param config what both are told
     * @param localId the node's own id, or null if it doesn't know it
     * @param clockStart where the clock starts, in nanoseconds
     */
    public Scenario(ManagerConfig config, byte[] localId, long clockStart) {
        this.config = config;
        this.localId = localId == null ? null : localId.clone();
        this.clockStart = clockStart;
    }

    /** What a manager is told. */
    public ManagerConfig config() {
        return config;
    }

    /** The node's own id, or null. */
    public byte[] localId() {
        return localId == null ? null : localId.clone();
    }

    /** Where the clock starts, in nanoseconds. */
    public long clockStart() {
        return clockStart;
    }

    /** A builder with the whole configuration set. */
    public PeerManagerBuilder builder(NanoClock clock) {
        PeerManagerBuilder builder =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(config.peers())
                        .maxIdBytes(config.idBytes())
                        .maxConnections(config.limits().connections())
                        .maxInbound(config.limits().inbound())
                        .maxOutbound(config.limits().outbound())
                        .maxPendingInbound(config.limits().pendingInbound())
                        .maxPendingOutbound(config.limits().pendingOutbound())
                        .maxPerPeer(config.limits().perPeer())
                        .maxTrusted(config.limits().trusted())
                        .prefixLimits(config.prefixes())
                        .trustedBypass(config.trust().bypass())
                        .trustedNetworks(config.trust().networks())
                        .backOff(config.backOff())
                        .inboundLease(Duration.ofNanos(config.inboundLeaseNanos()))
                        .outboundLease(Duration.ofNanos(config.outboundLeaseNanos()))
                        .bans(config.bans())
                        .snapshots(config.remembering())
                        .tags(config.tags())
                        .clock(clock);
        if (config.pruning() != null) {
            builder.pruning(config.pruning());
        }
        if (config.dialing() != null) {
            builder.dialing(config.dialing());
        }
        return localId == null ? builder : builder.localId(localId);
    }

    @Override
    public String toString() {
        return config + ", localId " + Arrays.toString(localId) + ", clock from " + clockStart;
    }
}
