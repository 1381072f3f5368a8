/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** The auditor: books of its own, kept from what calls return, and the contracts that they are held to. */
@NullMarked
package io.peerage.stress.oracle;

import org.jspecify.annotations.NullMarked;
