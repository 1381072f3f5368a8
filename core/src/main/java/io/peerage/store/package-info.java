/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
/** What is known of where peers are, the address book, and what the application keeps of them. Changed by the owner, read by any thread. */
@NullMarked
package io.peerage.store;

import org.jspecify.annotations.NullMarked;
