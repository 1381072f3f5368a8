/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

import io.libp2p.core.AddressBook;

/** The public signature of jvm-libp2p's class of this name. */
public final class AddressBookBuilder {
    private AddressBook impl;

    public AddressBookBuilder() {}

    public final AddressBook getImpl() {
        return impl;
    }

    public final void setImpl(AddressBook book) {
        this.impl = book;
    }
}
