/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

/**
 * What spares a connection from being pruned. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features E2
 * and E4; all but the first three are Bitcoin Core's.
 */
public enum ProtectionKind {
    /** Protected peers, by whatever tag. */
    PROTECTED(0, "protected"),
    /** Persistent peers. */
    PERSISTENT(0, "persistent"),
    /** Connections younger than the policy's grace. */
    IN_GRACE(0, "in grace"),
    /** Outbound connections, all of them. */
    OUTBOUND(0, "outbound"),
    /** Those whose netgroup comes first by a secret hash; nobody can know which netgroups these are. */
    NETGROUP(1, "by keyed netgroup"),
    /** The lowest pings; nobody can be nearer than he is. */
    LOWEST_PING(1, "by lowest ping"),
    /** The latest useful messages; they take work. */
    LATEST_MESSAGE(1, "by latest useful message"),
    /** The latest useful block-like events of those that want nothing but these. */
    LATEST_BLOCK_ONLY(1, "by latest block among block-only"),
    /** The latest useful block-like events; they take work. */
    LATEST_BLOCK(1, "by latest block"),
    /**
     * A share of those left, in percent, by how long they have been connected: no attack that starts later gets at them. Up to half of
     * it is reserved for onion, I2P, CJDNS and this host.
     */
    UPTIME(100, "by uptime");

    private final int unit;
    private final String words;

    ProtectionKind(int unit, String words) {
        this.unit = unit;
        this.words = words;
    }

    /** {@return whether it spares all that it is about, so that there is nothing to count} */
    public boolean isForAll() {
        return unit == 0;
    }

    /** {@return whether its count is a percentage} */
    public boolean isPercent() {
        return unit == 100;
    }

    /** {@return what spares the connection, in words} */
    public String words() {
        return words;
    }
}
