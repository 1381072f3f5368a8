/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Inside the adapter: what ties a ticket or a connection of the manager to its transport. */
@NullMarked
package io.peerage.libp2p.connection;

import org.jspecify.annotations.NullMarked;
