/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** A double of jvm-libp2p's behaviour, bad habits included, as far as the adapter can notice it. */
package io.peerage.libp2p.testing;
