/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
/** what is known of peers → [snapshot] → a file → [snapshot] → what was known of peers, after a restart. */
@NullMarked
package io.peerage.snapshot;

import org.jspecify.annotations.NullMarked;
