/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Between jvm-libp2p and the core: its types in, bytes and longs out, and no peer state of its own. */
@NullMarked
package io.peerage.libp2p;

import org.jspecify.annotations.NullMarked;
