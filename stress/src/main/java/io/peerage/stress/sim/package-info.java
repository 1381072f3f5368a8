/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** A network of managers on one thread and a virtual clock, which one seed decides bit by bit. */
@NullMarked
package io.peerage.stress.sim;

import org.jspecify.annotations.NullMarked;
