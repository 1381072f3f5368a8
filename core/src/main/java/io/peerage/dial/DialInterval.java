/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.DialConfig;

/**
 * How long until the next look for peers to dial: the more are missing, the shorter.
 *
 * <pre>
 *   interval × min(outbound / target, 1 − min(inbound above its target / that target, 1)), at least the shortest
 * </pre>
 *
 * <p><b>Threading</b>: pure function, any thread. <b>Progress</b>: wait-free, O(1). <b>Units</b>: nanoseconds. <b>Ranges</b>:
 * from the shortest interval to the interval; a target of 0 is always reached. <b>Origin</b>: features D1 (nwaku).
 */
@PureFunction
public final class DialInterval {
    private DialInterval() {}

    /** The interval at these numbers of established connections, of a configuration whose targets are resolved. */
    public static long nanos(DialConfig config, int outbound, int inbound) {
        double full = config.times().intervalNanos();
        int target = config.outboundTarget();
        int inboundTarget = config.inboundTarget();
        int excess = Math.max(0, inbound - inboundTarget);
        double byOutbound = share(full, outbound, target, target == 0);
        double byInbound = share(full, inboundTarget - excess, inboundTarget, excess == 0);
        return Math.max(config.times().shortestNanos(), (long) Math.min(byOutbound, byInbound));
    }

    private static double share(double full, int part, int whole, boolean reached) {
        // Whatever is missed of 0 is infinitely much.
        return reached ? full : full * part / whole;
    }
}
