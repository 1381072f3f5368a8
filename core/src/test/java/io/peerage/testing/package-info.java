/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** The test kit that other modules use too: clocks, naive models and seeded workloads. */
@NullMarked
package io.peerage.testing;

import org.jspecify.annotations.NullMarked;
