/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Inside the adapter: who comes in: before the handshake, and right after it. */
@NullMarked
package io.peerage.libp2p.inbound;

import org.jspecify.annotations.NullMarked;
