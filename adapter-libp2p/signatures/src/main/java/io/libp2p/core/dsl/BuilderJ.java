/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

/** The public signature of jvm-libp2p's class of this name. */
public final class BuilderJ extends Builder {
    private final DebugBuilder debug = new DebugBuilder();

    private final AddressBookBuilder addressBook = new AddressBookBuilder();

    public BuilderJ() {}

    public AddressBookBuilder getAddressBook() {
        return addressBook;
    }

    public DebugBuilder getDebug() {
        return debug;
    }
}
