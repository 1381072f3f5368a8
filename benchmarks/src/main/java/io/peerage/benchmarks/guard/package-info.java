/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * {@code benchmarks/run}: measures every operation beside its yardsticks and its physical limit, in one run, and judges it by its
 * floor.
 *
 * <p>{@link Operations} says what is measured, {@code floors.csv} beside it by what it is judged; {@link Session} measures through {@link
 * Harness}, {@link Judge} judges, the rest tells.
 */
@NullMarked
package io.peerage.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
