/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Inside the adapter: what libp2p calls an address. */
@NullMarked
package io.peerage.libp2p.address;

import org.jspecify.annotations.NullMarked;
