/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Shows that the benchmarks measure what they say. */
@NullMarked
package io.peerage.benchmarks;

import org.jspecify.annotations.NullMarked;
