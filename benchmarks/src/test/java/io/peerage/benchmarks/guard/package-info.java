/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Shows that the guard lets pass what may pass, and nothing else. */
@NullMarked
package io.peerage.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
