/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

/**
 * How fast a bucket fills, in the scale of {@link BucketWord}.
 *
 * @param burst the tokens of a full bucket
 * @param interval the time in which a token comes back
 * @param window the time in which an empty bucket fills
 *     <p><b>Threading</b>: immutable, any thread.
 */
record BucketRate(int burst, long interval, long window) {
    static BucketRate of(int burst, long intervalNanos) {
        long interval = BucketWord.scaledSpan(intervalNanos);
        return new BucketRate(burst, interval, burst * interval);
    }
}
