/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import io.peerage.model.LimitKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whom limits don't hold, and which.
 *
 * @param bypass the limits that trusted peers and networks are let past
 * @param networks blocks whose addresses are trusted when they connect
 *     <p>An inbound peer is known only after its handshake: to be let past limits before it, its address must be in one
 *     of the networks. A trusted peer from elsewhere takes an ordinary ticket, which becomes a trusted connection, and
 *     frees its ordinary places, as soon as it is known.
 *     <p><b>Threading</b>: immutable, any thread. <b>Origin</b>: features B8 (rust-libp2p's bypass list, which counted
 *     the bypassing peers among the others).
 */
public record Trust(Set<LimitKind> bypass, List<Cidr> networks) {
    /** Trusted peers are let past all limits; no network is trusted. */
    public static final Trust DEFAULT = new Trust(EnumSet.allOf(LimitKind.class), List.of());

    /**
     * Copies the collections.
     *
     * @param bypass the limits that trusted peers and networks are let past
     * @param networks blocks whose addresses are trusted when they connect
     */
    public Trust {
        bypass = Set.copyOf(Given.list(bypass, "bypass", "Set.of() for no limit"));
        networks = Given.list(networks, "networks", "List.of() for no block");
    }

    /**
     * {@return whether a trusted connection is let past this limit}
     *
     * @param limit the limit
     */
    public boolean bypasses(LimitKind limit) {
        return bypass.contains(limit);
    }
}
