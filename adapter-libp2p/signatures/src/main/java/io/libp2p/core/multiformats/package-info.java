/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Signatures of jvm-libp2p, written from its public API so that the adapter compiles where the
 * library itself can't be had.
 *
 * <p>Constructors and plain getters hold what they are given, because mapping code has to be tested
 * in the default build as well; everything else throws. Whoever needs more behaviour here needs the
 * real library, in the {@code libp2p} profile.
 */
package io.libp2p.core.multiformats;
