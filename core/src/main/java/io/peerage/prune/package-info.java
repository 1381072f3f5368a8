/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** event in → admission → counters → dirty mark → tick → [prune: whom to drop] → commands out; decides, and commands nothing. */
@NullMarked
package io.peerage.prune;

import org.jspecify.annotations.NullMarked;
