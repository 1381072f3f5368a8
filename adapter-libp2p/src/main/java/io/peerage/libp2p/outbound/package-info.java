/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Inside the adapter: whom the node dials, for the manager and for itself. */
@NullMarked
package io.peerage.libp2p.outbound;

import org.jspecify.annotations.NullMarked;
