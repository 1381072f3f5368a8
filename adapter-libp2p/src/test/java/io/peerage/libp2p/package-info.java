/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** Tests of the adapter that need no running host. */
@NullMarked
package io.peerage.libp2p;

import org.jspecify.annotations.NullMarked;
