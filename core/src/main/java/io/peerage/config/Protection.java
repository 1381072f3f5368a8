/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.Objects;

/**
 * One protection of a prune policy.
 *
 * @param kind what spares a connection
 * @param count how many connections it spares, 0 to 65,535; for {@link ProtectionKind#UPTIME} how many percent of those left, 0
 *     to 100; 0 where it spares all
 *     <p><b>Threading</b>: immutable, any thread. <b>Origin</b>: features E2, E4.
 */
public record Protection(ProtectionKind kind, int count) {
    /** The most connections that one protection spares by a criterion. */
    public static final int MOST = 65_535;

    /**
     * A protection of a kind that is given.
     *
     * @param kind what spares a connection
     * @param count how many connections it spares
     */
    public Protection {
        Objects.requireNonNull(kind, "protection kind is null; leave the protection out");
    }

    /**
     * {@return a protection of all that a kind is about}
     *
     * @param kind the kind
     */
    public static Protection all(ProtectionKind kind) {
        return new Protection(kind, 0);
    }

    void check(Problems problems) {
        if (kind.isForAll()) {
            problems.range(
                    "count of protection " + kind, count, 0, 0, "it spares all, so leave it at 0");
        } else if (kind.isPercent()) {
            problems.range(
                    "percentage of protection " + kind, count, 0, 100, "set 0 to spare none");
        } else {
            problems.range("count of protection " + kind, count, 0, MOST, "set 0 to spare none");
        }
    }

    @Override
    public String toString() {
        return kind.isForAll()
                ? kind.words()
                : count + (kind.isPercent() ? " % " : " ") + kind.words();
    }
}
