/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.multiformats;

import io.libp2p.core.PeerId;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The public signature of jvm-libp2p's class of this name. */
public final class Multiaddr {
    public static final Companion Companion = new Companion();

    private final List<MultiaddrComponent> components;

    public Multiaddr(List<MultiaddrComponent> components) {
        this.components = components;
    }

    public Multiaddr(String value) {
        throw Signatures.noBody();
    }

    public final List<MultiaddrComponent> getComponents() {
        return components;
    }

    public final List<MultiaddrComponent> filterComponents(Protocol... protocols) {
        throw Signatures.noBody();
    }

    public final MultiaddrComponent getFirstComponent(Protocol protocol) {
        throw Signatures.noBody();
    }

    public final boolean has(Protocol protocol) {
        throw Signatures.noBody();
    }

    public final boolean hasAny(Protocol... protocols) {
        throw Signatures.noBody();
    }

    public final PeerId getPeerId() {
        throw Signatures.noBody();
    }

    public final Multiaddr withP2P(PeerId peerId) {
        throw Signatures.noBody();
    }

    public final Multiaddr withComponent(Protocol protocol, byte[] value) {
        throw Signatures.noBody();
    }

    public final Multiaddr withComponent(Protocol protocol, String value) {
        throw Signatures.noBody();
    }

    public final Multiaddr withComponent(Protocol protocol) {
        throw Signatures.noBody();
    }

    public final Multiaddr concatenated(Multiaddr other) {
        throw Signatures.noBody();
    }

    public final Multiaddr merged(Multiaddr other) {
        throw Signatures.noBody();
    }

    public final ByteBuf serializeToBuf(ByteBuf buffer) {
        throw Signatures.noBody();
    }

    public final byte[] serialize() {
        throw Signatures.noBody();
    }

    public final Multiaddr copy(List<MultiaddrComponent> components) {
        throw Signatures.noBody();
    }

    public static final Multiaddr fromString(String value) {
        throw Signatures.noBody();
    }

    public static final Multiaddr deserialize(byte[] bytes) {
        throw Signatures.noBody();
    }

    public static final Multiaddr deserializeFromBuf(ByteBuf buffer) {
        throw Signatures.noBody();
    }

    public static final Multiaddr empty() {
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

    public static final class Companion {
        private Companion() {}
    }
}
