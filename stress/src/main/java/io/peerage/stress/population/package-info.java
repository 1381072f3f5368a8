/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Who takes part in a storm: peers, addresses, prefixes, and the seeded numbers behind them. */
@NullMarked
package io.peerage.stress.population;

import org.jspecify.annotations.NullMarked;
