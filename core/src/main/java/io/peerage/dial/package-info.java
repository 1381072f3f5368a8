/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** event in → admission → counters → dirty mark → tick → [dial: whom next] → commands out; decides, and commands nothing. */
@NullMarked
package io.peerage.dial;

import org.jspecify.annotations.NullMarked;
