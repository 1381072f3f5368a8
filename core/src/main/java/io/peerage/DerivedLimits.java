/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.Limits;
import org.jspecify.annotations.Nullable;

/** Limits that were not set follow from those that were: features B1 to B3. Pure functions. */
final class DerivedLimits {
    private static final int DEFAULT_PENDING = 64;
    private static final int INBOUND_PERCENT = 60;

    private DerivedLimits() {}

    static Limits of(
            int connections,
            @Nullable Integer inbound,
            @Nullable Integer outbound,
            @Nullable Integer pendingInbound,
            @Nullable Integer pendingOutbound,
            int perPeer,
            int trusted) {
        int in = inbound != null ? inbound : inbound(connections, outbound);
        int out = outbound != null ? outbound : within((long) connections - Math.max(0, in));
        return new Limits(
                connections,
                in,
                out,
                pendingInbound != null ? pendingInbound : pending(in),
                pendingOutbound != null ? pendingOutbound : pending(out),
                perPeer,
                trusted);
    }

    private static int inbound(int connections, @Nullable Integer outbound) {
        return outbound != null && outbound >= 0 && outbound <= connections
                ? connections - outbound
                : within((long) connections * INBOUND_PERCENT / 100);
    }

    private static int pending(int connections) {
        return Math.max(0, Math.min(DEFAULT_PENDING, connections));
    }

    // What follows from a setting that is out of range is not reported as a second mistake.
    private static int within(long connections) {
        return (int) Math.max(0, Math.min(Limits.MOST_CONNECTIONS, connections));
    }
}
