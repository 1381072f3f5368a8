/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;

/** Which half-lives there may be. Stateless. */
final class HalfLives {
    private static final long SHORTEST = Duration.ofSeconds(10).toNanos();
    private static final long LONGEST = Duration.ofDays(365).toNanos();

    private HalfLives() {}

    static void check(Problems problems, String name, long nanos) {
        problems.time(name, nanos, SHORTEST, LONGEST, "set the time in which a value halves");
    }
}
