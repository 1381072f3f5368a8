/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Holds both managers to one contract, so that what is compared does the same. */
@NullMarked
package io.peerage.yardstick;

import org.jspecify.annotations.NullMarked;
