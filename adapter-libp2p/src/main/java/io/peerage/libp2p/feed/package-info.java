/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Inside the adapter: what the manager is told of streams, agents and gossip scores, if the application wants that. */
@NullMarked
package io.peerage.libp2p.feed;

import org.jspecify.annotations.NullMarked;
