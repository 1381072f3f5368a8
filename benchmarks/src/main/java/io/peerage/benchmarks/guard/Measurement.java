/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.SortedMap;
import org.openjdk.jmh.annotations.Mode;

/**
 * What JMH runs once, whoever asks for it. Immutable, any thread.
 *
 * @param benchmark the benchmark's full name
 * @param parameters its parameters
 * @param threads the number of threads
 * @param mode how it is timed
 * @param isHuge whether it needs more memory than benchmarks get by themselves
 */
record Measurement(
        String benchmark,
        SortedMap<String, String> parameters,
        int threads,
        Mode mode,
        boolean isHuge) {}
