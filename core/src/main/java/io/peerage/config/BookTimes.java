/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;

/**
 * How long an address book keeps addresses that never worked, each time from when it last heard of the address, or from the peer's last
 * disconnect if that was later.
 *
 * @param temporaryNanos those of a passing remark, 1 s to 365 days
 * @param recentNanos those that the peer told itself while it was connected, 1 s to 365 days
 * @param heardNanos those that others told, 1 s to 365 days
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds, counted in whole seconds. <b>Origin</b>: features H2
 *     (go-libp2p's TTLs).
 */
public record BookTimes(long temporaryNanos, long recentNanos, long heardNanos) {
    /** 2 min, 15 min, an hour. */
    public static final BookTimes DEFAULT =
            BookTimes.of(Duration.ofMinutes(2), Duration.ofMinutes(15), Duration.ofHours(1));

    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofDays(365).toNanos();

    /**
     * These times.
     *
     * @param temporary how long a temporary address is kept
     * @param recent how long a recent address is kept
     * @param heard how long an address that was heard of is kept
     * @return these times
     */
    public static BookTimes of(Duration temporary, Duration recent, Duration heard) {
        return new BookTimes(
                Given.nanos(temporary, "temporary"),
                Given.nanos(recent, "recent"),
                Given.nanos(heard, "heard"));
    }

    void check(Problems problems) {
        range(problems, "temporary address time", temporaryNanos);
        range(problems, "recent address time", recentNanos);
        range(problems, "heard address time", heardNanos);
    }

    private static void range(Problems problems, String name, long nanos) {
        problems.time(name, nanos, SHORTEST, LONGEST, "set how long such addresses are kept");
    }
}
