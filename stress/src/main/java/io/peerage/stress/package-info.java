/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Storms of connections, and the auditor that judges them. */
@NullMarked
package io.peerage.stress;

import org.jspecify.annotations.NullMarked;
