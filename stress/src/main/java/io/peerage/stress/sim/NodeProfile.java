/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManagerBuilder;

/**
 * How the managers of a simulation are set up.
 *
 * <p><b>Threading</b>: immutable, any thread.
 */
public interface NodeProfile {
    /** What it is called on the command line and in reports. */
    String label();

    /** A builder with all its settings, some of which belong to the node: clock, secret, id, sink, listener. */
    PeerManagerBuilder builder();

    /** How many outbound connections it keeps. */
    int outboundTarget();

    /** How many inbound connections it has at most. */
    int mostInbound();

    /** How many outbound connections it has at most. */
    int mostOutbound();
}
