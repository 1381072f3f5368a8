/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** What a storm does: one seeded generator a scenario. */
@NullMarked
package io.peerage.stress.scenario;

import org.jspecify.annotations.NullMarked;
