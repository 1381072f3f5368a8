/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.BackOffConfig;
import io.peerage.config.Jitter;
import io.peerage.hash.KeyedRandom;

/**
 * Draws the wait after a failed dial.
 *
 * <p><b>Threading</b>: pure function, any thread. <b>Progress</b>: wait-free, no allocation; a multiplication a failure
 * until the cap is reached. <b>Units</b>: nanoseconds. <b>Ranges</b>: for a policy without {@linkplain
 * BackOffConfig#problems() problems}, 0 to one week; without jitter never shorter after more failures. <b>Origin</b>:
 * features C2.
 */
@PureFunction
public final class BackOffPolicy {
    private BackOffPolicy() {}

    /**
     * The wait after this many failures.
     *
     * @param failures failed attempts in a row; 0 or less give no wait
     * @param policy a policy without problems
     * @param random any of 64 bits, each wait between the shortest and the longest being as likely
     */
    public static long delayNanos(int failures, BackOffConfig policy, long random) {
        if (failures <= 0) {
            return 0;
        }
        long wait = policy.waitNanos(failures);
        Jitter jitter = policy.jitter();
        long shortest = jitter.shortestNanos(wait);
        long longest = Math.min(BackOffConfig.LONGEST_NANOS, jitter.longestNanos(wait));
        return shortest + KeyedRandom.below(random, longest - shortest + 1);
    }
}
