/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** The manager that one would write in a day, for storms and benchmarks to measure against. */
@NullMarked
package io.peerage.yardstick;

import org.jspecify.annotations.NullMarked;
