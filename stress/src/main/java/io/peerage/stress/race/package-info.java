/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Real threads: producers that run scenarios, the owner that ticks, the clock that can't outrun them. */
@NullMarked
package io.peerage.stress.race;

import org.jspecify.annotations.NullMarked;
