/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.multiformats;

import io.netty.buffer.ByteBuf;

/** The public signature of jvm-libp2p's class of this name. */
public final class MultiaddrComponent {
    private final Protocol protocol;
    private final byte[] value;

    /** The value is null for a protocol that carries none, as in the real class. */
    public MultiaddrComponent(Protocol protocol, byte[] value) {
        this.protocol = protocol;
        this.value = value;
    }

    public final Protocol getProtocol() {
        return protocol;
    }

    public final byte[] getValue() {
        return value;
    }

    public final String getStringValue() {
        throw Signatures.noBody();
    }

    public final void serialize(ByteBuf buffer) {
        throw Signatures.noBody();
    }

    @Override
    public boolean equals(Object other) {
        throw Signatures.noBody();
    }

    @Override
    public int hashCode() {
        throw Signatures.noBody();
    }

    @Override
    public String toString() {
        throw Signatures.noBody();
    }
}
