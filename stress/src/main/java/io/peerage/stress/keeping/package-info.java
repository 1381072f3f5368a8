/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The storm on all that keeps and refuses: bans, scores, protections, pruning, dialing, the address book and peers' data, beside
 * connections. Who changes what is bound to one producer for each peer and prefix; who is refused by it, is not.
 */
@NullMarked
package io.peerage.stress.keeping;

import org.jspecify.annotations.NullMarked;
