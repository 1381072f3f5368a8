/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

/**
 * What a measurement found: medians over all iterations of all forks. Immutable, any thread.
 *
 * @param nanos nanoseconds an operation of one thread; of several, threads by all that they got done in a nanosecond
 * @param bytes bytes allocated by an operation
 */
record Figure(double nanos, double bytes) {
    Figure dividedBy(double parts) {
        return new Figure(nanos / parts, bytes / parts);
    }
}
